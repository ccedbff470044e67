@NullMarked
package dev.inquest.disassembler.capstone;

import org.jspecify.annotations.NullMarked;
