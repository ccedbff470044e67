package dev.inquest.commands.tasks;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * What a stack must refer to in order to be shown: {@code bt -R}.
 *
 * @param symbol a function's name, or null
 * @param address a text address, when there is no symbol
 */
record StackReference(@Nullable String symbol, long address) {

    static @Nullable StackReference of(Invocation invocation) throws CommandException {
        String text = invocation.arguments().value("R").orElse(null);
        if (text == null) {
            return null;
        }
        if (invocation.kernel().symbol(text) != null) {
            return new StackReference(text, 0);
        }
        try {
            return new StackReference(
                    null, Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16));
        } catch (NumberFormatException e) {
            throw CommandException.failed("bt: " + text + " is neither a symbol nor a hexadecimal address");
        }
    }

    boolean in(StackTrace stack) {
        for (Frame frame : stack.frames()) {
            boolean named = symbol != null && (symbol.equals(frame.symbol()) || symbol.equals(frame.function()));
            if (named || symbol == null && frame.raw().pc() == address) {
                return true;
            }
        }
        return false;
    }
}
