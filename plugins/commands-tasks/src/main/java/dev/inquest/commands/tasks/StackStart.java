package dev.inquest.commands.tasks;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.FaultException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the user wants the walk to begin: {@code bt -I -S}.
 *
 * @param ip the instruction, or null for the return address on the stack
 * @param sp the stack pointer, or null for that of the task's innermost frame
 */
record StackStart(@Nullable Long ip, @Nullable Long sp) {

    static @Nullable StackStart of(Invocation invocation) throws CommandException {
        if (!invocation.arguments().has("I") && !invocation.arguments().has("S")) {
            return null;
        }
        return new StackStart(address(invocation, "I"), address(invocation, "S"));
    }

    private static @Nullable Long address(Invocation invocation, String option) throws CommandException {
        String text = invocation.arguments().value(option).orElse(null);
        if (text == null) {
            return null;
        }
        Symbol symbol = invocation.kernel().symbol(text);
        if (symbol != null) {
            return symbol.address();
        }
        try {
            return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
        } catch (NumberFormatException e) {
            throw CommandException.usage("bt: -" + option + " takes a symbol or a hexadecimal address, not " + text);
        }
    }

    Registers registers(Kernel kernel, Task task) throws CommandException {
        RegisterSet set = kernel.arch().architecture().registers();
        long stack = sp != null ? sp : innermost(kernel, task);
        try {
            // As frames are shown the slot at the stack pointer holds the return address; it may be given beside it.
            return ip != null && (sp == null || kernel.memory().pointer(stack) != ip)
                    ? Registers.none(set).with(set.pc(), ip).with(set.sp(), stack)
                    : Registers.none(set)
                            .with(set.pc(), kernel.memory().pointer(stack))
                            .with(set.sp(), stack + kernel.memory().pointerSize());
        } catch (FaultException e) {
            throw CommandException.failed("bt: there is nothing to read at the stack pointer: "
                    + e.fault().message());
        }
    }

    private static long innermost(Kernel kernel, Task task) throws CommandException {
        List<Frame> frames = kernel.stackWithoutLines(task).frames();
        if (frames.isEmpty()) {
            throw CommandException.failed("bt: the task's stack pointer is not known; give one with -S");
        }
        return frames.getFirst().raw().registers().sp();
    }
}
