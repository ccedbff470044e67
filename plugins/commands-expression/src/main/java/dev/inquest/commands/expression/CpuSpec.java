package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import java.util.List;

/**
 * {@code what:cpus}, as crash reads it: {@code :a} and {@code :all} for all CPUs, {@code :0,2-3} for some, and a mere colon for that of the chosen
 * task.
 *
 * @param text what stands before the colon
 * @param cpus the CPUs; empty when there is no colon
 */
record CpuSpec(String text, List<Integer> cpus) {

    static CpuSpec parse(Invocation invocation, Expressions expressions, String command, String text)
            throws CommandException {
        if (text.endsWith(":")) {
            return new CpuSpec(
                    text.substring(0, text.length() - 1),
                    List.of(TaskSelector.current(invocation).cpu()));
        }
        try {
            Expressions.Target target = expressions.split(invocation.kernel(), text);
            return new CpuSpec(target.expression(), target.cpus());
        } catch (ExpressionException e) {
            throw Evaluation.failed(command, e);
        }
    }
}
