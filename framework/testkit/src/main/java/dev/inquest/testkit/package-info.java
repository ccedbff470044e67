/** Dumps synthesised from readable text or Java, for tests. */
@NullMarked
package dev.inquest.testkit;

import org.jspecify.annotations.NullMarked;
