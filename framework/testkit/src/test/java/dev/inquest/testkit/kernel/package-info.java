@NullMarked
package dev.inquest.testkit.kernel;

import org.jspecify.annotations.NullMarked;
