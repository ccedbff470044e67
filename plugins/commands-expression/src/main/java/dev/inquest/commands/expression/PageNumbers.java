package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** What {@code btop} and {@code ptob} share: each number becomes another. */
final class PageNumbers {
    private PageNumbers() {}

    static Result run(
            Invocation invocation,
            Expressions expressions,
            String command,
            String given,
            String found,
            LongUnaryOperator conversion)
            throws CommandException {
        List<String> operands = invocation.arguments().operands();
        if (operands.isEmpty()) {
            throw CommandException.usage(command + ": give a hexadecimal number");
        }
        List<Row> rows = new ArrayList<>();
        for (String operand : operands) {
            long number = Evaluation.address(invocation, expressions, command, operand);
            rows.add(new Row().put(given, new Address(number)).put(found, new Address(conversion.applyAsLong(number))));
        }
        return Result.of(
                command + "/1",
                rows,
                (result, out) -> result.rows()
                        .forEach(row -> out.line(
                                Long.toHexString(row.number(given)) + ": " + Long.toHexString(row.number(found)))));
    }
}
