/** The table of well-known globals against real kernels. */
@NullMarked
package dev.inquest.globals;

import org.jspecify.annotations.NullMarked;
