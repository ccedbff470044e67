/** Commands that show machine code. */
@NullMarked
package dev.inquest.commands.disassembly;

import org.jspecify.annotations.NullMarked;
