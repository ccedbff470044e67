/** The whole program, as its users start it, on dumps. */
@NullMarked
package dev.inquest.endtoend;

import org.jspecify.annotations.NullMarked;
