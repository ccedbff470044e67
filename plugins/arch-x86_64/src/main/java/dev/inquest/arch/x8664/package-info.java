/** Knows the x86_64 architecture: page tables, KASLR, registers in notes, stacks. */
@NullMarked
package dev.inquest.arch.x8664;

import org.jspecify.annotations.NullMarked;
