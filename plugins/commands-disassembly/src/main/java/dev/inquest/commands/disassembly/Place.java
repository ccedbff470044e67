package dev.inquest.commands.disassembly;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.ExpressionValue;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import org.jspecify.annotations.Nullable;

/** Where users want to look: a symbol, a symbol and a distance, an address, an expression. */
final class Place {
    /** How far a function may reach where its symbol has no size. */
    private static final long LONGEST = 1 << 20;

    private final Invocation invocation;
    private final Expressions expressions;
    private final String command;

    Place(Invocation invocation, Expressions expressions, String command) {
        this.invocation = invocation;
        this.expressions = expressions;
        this.command = command;
    }

    /** Returns the address that a word means; hexadecimal digits are an address, as crash takes them, unless they are a symbol's name. */
    long address(String text) throws CommandException {
        Kernel kernel = invocation.kernel();
        Symbol symbol = kernel.symbol(text);
        if (symbol != null) {
            return symbol.address();
        }
        int sign = Math.max(text.indexOf('+', 1), text.indexOf('-', 1));
        if (sign > 0 && text.charAt(0) != '(') {
            Symbol base = kernel.symbol(text.substring(0, sign).strip());
            String distance = text.substring(sign + 1).strip();
            if (base != null && !distance.isEmpty()) {
                try {
                    long by = Long.decode(distance);
                    return text.charAt(sign) == '+' ? base.address() + by : base.address() - by;
                } catch (NumberFormatException e) {
                    // The expression below says what is wrong, or knows better.
                }
            }
        }
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        try {
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            return expression(text);
        }
    }

    private long expression(String text) throws CommandException {
        try {
            // A name alone that is no symbol is the usual mistake, and deserves a plain answer.
            if (text.chars().allMatch(c -> c == '_' || c == '.' || Character.isLetterOrDigit(c))) {
                throw CommandException.failed(command + ": there is no symbol " + text
                        + ", and it is no hexadecimal address; 'sym -q " + text + "' looks for names that contain it");
            }
            ExpressionValue value = expressions.evaluate(invocation.kernel(), invocation.context(), text);
            return value.asLong();
        } catch (ExpressionException | FaultException | MissingTypeException e) {
            throw CommandException.failed(command + ": " + text + ": " + e.getMessage());
        }
    }

    /** Returns the symbol of the code at an address, or null. */
    @Nullable
    Symbol function(long address) {
        return invocation.kernel().symbolAt(address);
    }

    /** Returns the first address behind a function: by its size, or where the next symbol begins. */
    long end(Symbol function) {
        if (function.size() > 0) {
            return function.address() + function.size();
        }
        // Symbols by address are found by bisection, since there is no way to ask for the next one.
        long inside = 0;
        long outside = 16;
        while (outside < LONGEST && same(function, function.address() + outside)) {
            inside = outside;
            outside *= 2;
        }
        while (outside - inside > 1) {
            long middle = (inside + outside) >>> 1;
            if (same(function, function.address() + middle)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return function.address() + outside;
    }

    private boolean same(Symbol function, long address) {
        Symbol there = function(address);
        return there != null && there.address() == function.address();
    }
}
