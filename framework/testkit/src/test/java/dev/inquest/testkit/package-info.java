@NullMarked
package dev.inquest.testkit;

import org.jspecify.annotations.NullMarked;
