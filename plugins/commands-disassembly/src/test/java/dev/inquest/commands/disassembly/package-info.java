@NullMarked
package dev.inquest.commands.disassembly;

import org.jspecify.annotations.NullMarked;
