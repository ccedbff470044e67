/** arm64: page tables of all granules, registers, and stacks by frame records. */
@NullMarked
package dev.inquest.arch.arm64;

import org.jspecify.annotations.NullMarked;
