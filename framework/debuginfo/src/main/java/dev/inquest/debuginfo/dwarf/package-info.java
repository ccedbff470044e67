/**
 * DWARF debug information, versions 2 to 5 (DWARF 5 standard, dwarfstd.org), as GCC and Clang write it for kernels.
 *
 * <p>Nothing is parsed before it is asked for. An address leads through {@code .debug_aranges} to one unit, whose functions and
 * lines are read then and kept for a while. A name leads through an index of all units, which is built once, by several threads,
 * with arrays of numbers that point into the mapped sections, and kept in the user's cache for the next time. A supplementary file (dwz) is
 * followed where it was given; split units are not: what refers to them is not known.
 */
@NullMarked
package dev.inquest.debuginfo.dwarf;

import org.jspecify.annotations.NullMarked;
