/** Symbols, lines and unwind tables of the kernel and its modules as one table. */
@NullMarked
package dev.inquest.core.symbols;

import org.jspecify.annotations.NullMarked;
