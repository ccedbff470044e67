package dev.inquest.commands.expression;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.MissingTypeException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code eval}: a number in four notations. */
@Component(service = Command.class, property = "inquest.command=eval")
public final class EvalCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "eval", "show a number in hexadecimal, decimal, octal and binary")
            .operands("expression")
            .flag("b", "List the bits that are set.")
            .flag("l", "Taken for compatibility: numbers always have 64 bits.")
            .describe(
                    "The expression is C, as p takes it, but numbers have 64 bits, may end with k, m or g for units of 2^10, 2^20 or 2^30, "
                            + "and do not turn octal by a leading 0. A word of hexadecimal digits with a letter among them that is no "
                            + "symbol is a hexadecimal number, with or without 0x.")
            .example(
                    "which bits are set in a mask?",
                    "eval -b 0x80000004",
                    "hexadecimal: 80000004\n    decimal: 2147483652\n      octal: 20000000004\n     binary: "
                            + "0000000000000000000000000000000010000000000000000000000000000100\n   bits set: 31 2")
            .example(
                    "units",
                    "eval 128 * 1m",
                    "hexadecimal: 8000000  (128MB)\n    decimal: 134217728\n      octal: 1000000000\n     binary: 0000000000000000000000000000000000001000000000000000000000000000")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public EvalCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public boolean leadingOptions() {
        return true;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        String text = Evaluation.expression(invocation, "eval");
        long number = number(invocation, text);
        String binary = "0".repeat(Long.numberOfLeadingZeros(number)) + Long.toBinaryString(number);
        binary = number == 0 ? "0".repeat(64) : binary;
        Row row = new Row()
                .put("expression", text)
                .put("hexadecimal", new Address(number))
                .put("decimal", Long.toUnsignedString(number))
                .put("signed", Long.toString(number))
                .put("octal", Long.toUnsignedString(number, 8))
                .put("binary", binary);
        List<Object> bits = new ArrayList<>();
        for (int bit = 63; bit >= 0; bit--) {
            if ((number >>> bit & 1) != 0) {
                bits.add(bit);
            }
        }
        boolean list = invocation.arguments().has("b");
        if (list) {
            row.put("bits", bits);
        }
        return Result.of("eval/1", List.of(row), (result, out) -> {
            Row shown = result.rows().getFirst();
            out.line("hexadecimal: " + Long.toHexString(number) + Sizes.suffix(number));
            out.line("    decimal: " + shown.text("decimal") + (number < 0 ? "  (" + number + ")" : ""));
            out.line("      octal: " + shown.text("octal"));
            out.line("     binary: " + shown.text("binary"));
            if (list) {
                StringBuilder set = new StringBuilder("   bits set:");
                bits.forEach(bit -> set.append(' ').append(bit));
                out.line(set.toString());
            }
        });
    }

    private long number(Invocation invocation, String text) throws CommandException {
        try {
            return expressions
                    .evaluate(invocation.kernel(), invocation.context(), EvalWords.translate(invocation.kernel(), text))
                    .asLong();
        } catch (ExpressionException e) {
            throw Evaluation.failed("eval", e);
        } catch (FaultException | MissingTypeException e) {
            throw CommandException.failed("eval: " + e.getMessage());
        }
    }
}
