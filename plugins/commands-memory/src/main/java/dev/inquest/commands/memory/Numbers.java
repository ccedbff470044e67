package dev.inquest.commands.memory;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;

/** Addresses and numbers as users type them. */
final class Numbers {
    private Numbers() {}

    /** Reads a hexadecimal address, a symbol, or a symbol plus a number. */
    static long address(Kernel kernel, String command, String text) throws CommandException {
        int plus = text.indexOf('+');
        String base = plus > 0 ? text.substring(0, plus) : text;
        try {
            long offset = plus > 0 ? Long.decode(text.substring(plus + 1)) : 0;
            Symbol symbol = kernel.symbol(base);
            if (symbol != null) {
                return symbol.address() + offset;
            }
            return Long.parseUnsignedLong(base.startsWith("0x") ? base.substring(2) : base, 16) + offset;
        } catch (NumberFormatException e) {
            throw CommandException.failed(command + ": " + text + " is neither a symbol nor a hexadecimal address");
        }
    }

    /** Reads a count: decimal, or hexadecimal with 0x. */
    static long count(String command, String text) throws CommandException {
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            throw CommandException.usage(command + ": " + text + " is no number");
        }
    }

    /** Reads a hexadecimal number. */
    static long hexadecimal(String command, String text) throws CommandException {
        try {
            return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
        } catch (NumberFormatException e) {
            throw CommandException.usage(command + ": " + text + " is no hexadecimal number");
        }
    }
}
