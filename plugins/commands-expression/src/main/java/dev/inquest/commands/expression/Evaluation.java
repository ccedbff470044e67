package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.ExpressionValue;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import org.jspecify.annotations.Nullable;

/** What the commands share: from operands to values. */
final class Evaluation {
    private Evaluation() {}

    /** Returns the scope of a command, with kernel memory or that of the chosen task. */
    static Expressions.Scope scope(Invocation invocation, boolean user, @Nullable Integer cpu) throws CommandException {
        Memory memory = user
                ? invocation
                        .kernel()
                        .userMemory(TaskSelector.current(invocation))
                        .orElseThrow(() -> CommandException.failed("the chosen task has no user space"))
                : invocation.kernel().memory();
        return new Expressions.Scope(invocation.kernel(), invocation.context(), memory, cpu);
    }

    static String expression(Invocation invocation, String command) throws CommandException {
        String text = String.join(" ", invocation.arguments().operands());
        if (text.isBlank()) {
            throw CommandException.usage(command + ": give an expression");
        }
        return text;
    }

    static CommandException failed(String command, ExpressionException e) {
        return CommandException.failed(command + ": " + e.getMessage());
    }

    /**
     * Returns the address that an operand means: a symbol's own, hexadecimal digits, or what an expression gives. An expression that is
     * a struct means where it lies.
     */
    static long address(Invocation invocation, Expressions expressions, String command, String text)
            throws CommandException {
        Symbol symbol = invocation.kernel().symbol(text);
        if (symbol != null) {
            return symbol.address();
        }
        try {
            return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
        } catch (NumberFormatException e) {
            // An expression, then.
        }
        try {
            ExpressionValue value = expressions.evaluate(invocation.kernel(), invocation.context(), text);
            boolean struct = value.value().type().bare() instanceof StructType;
            return struct && value.stored() ? value.value().address() : value.asLong();
        } catch (ExpressionException e) {
            throw failed(command, e);
        } catch (FaultException | MissingTypeException e) {
            throw CommandException.failed(command + ": " + text + ": " + e.getMessage());
        }
    }

    /** Returns the type in parentheses that gdb writes before a pointer, except before one to characters. */
    static String prefix(ExpressionValue value) {
        boolean pointer = value.value().type().bare() instanceof PointerType type
                && !(type.target().bare() instanceof dev.inquest.api.types.IntType integer && integer.character());
        return pointer ? "(" + value.value().type().spelling() + ") " : "";
    }
}
