/** Disassembly with Capstone, spelled as binutils' objdump does. */
@NullMarked
package dev.inquest.disassembler.capstone;

import org.jspecify.annotations.NullMarked;
