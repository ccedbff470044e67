package dev.inquest.api.command;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Chooses tasks by what users type: a pid (decimal), the address of a {@code task_struct} (hexadecimal), a command's name, or an
 * extended regular expression that is found in names; users put it in single quotes so that the shell leaves it alone. They are tried
 * in this order, as crash does: a number that is some task's pid is a pid first.
 */
public final class TaskSelector {
    private TaskSelector() {}

    /**
     * Chooses tasks.
     *
     * @param invocation gives the kernel, and the chosen task when there are no operands
     * @param operands what the user typed
     * @return the tasks in the order of the operands, each once
     * @throws CommandException when an operand matches no task, or nothing was typed and no task is chosen
     */
    public static List<Task> select(Invocation invocation, List<String> operands) throws CommandException {
        if (operands.isEmpty()) {
            return List.of(current(invocation));
        }
        Set<Task> tasks = new LinkedHashSet<>();
        for (String operand : operands) {
            List<Task> matches = match(invocation.kernel(), operand);
            if (matches.isEmpty()) {
                throw CommandException.failed("no task matches " + operand
                        + ": give a pid, the address of a task_struct, a command's name or a 'regular expression'");
            }
            tasks.addAll(matches);
        }
        return List.copyOf(tasks);
    }

    /** Returns the task that commands without operands work on: the chosen one, else the panic task. */
    public static Task current(Invocation invocation) throws CommandException {
        return invocation
                .context()
                .task()
                .or(() -> java.util.Optional.ofNullable(
                        invocation.kernel().panic().task()))
                .orElseThrow(() -> CommandException.failed(
                        "no task is chosen and the panic task is not known; give a pid, or choose one with 'set PID'"));
    }

    /** Returns the tasks that one operand means; empty when it means none. */
    public static List<Task> match(Kernel kernel, String operand) throws CommandException {
        List<Task> tasks = kernel.tasks();
        List<Task> found = new ArrayList<>();
        if (operand.length() < 10 && operand.chars().allMatch(Character::isDigit)) {
            int pid = Integer.parseInt(operand);
            tasks.stream().filter(task -> task.pid() == pid).forEach(found::add);
        }
        if (found.isEmpty()) {
            try {
                kernel.task(Long.parseUnsignedLong(operand.startsWith("0x") ? operand.substring(2) : operand, 16))
                        .ifPresent(found::add);
            } catch (NumberFormatException e) {
                // Not an address either: a name.
            }
        }
        if (found.isEmpty()) {
            String wanted = operand.startsWith("\\") ? operand.substring(1) : operand;
            tasks.stream().filter(task -> name(task).equals(wanted)).forEach(found::add);
        }
        if (found.isEmpty() && isExpression(operand)) {
            Pattern pattern = expression(operand);
            tasks.stream().filter(task -> pattern.matcher(name(task)).find()).forEach(found::add);
        }
        return found;
    }

    private static boolean isExpression(String operand) {
        return operand.chars().anyMatch(c -> "^$.*[]()|+?\\'".indexOf(c) >= 0);
    }

    private static Pattern expression(String operand) throws CommandException {
        boolean quoted = operand.length() > 1 && operand.startsWith("'") && operand.endsWith("'");
        String expression = quoted ? operand.substring(1, operand.length() - 1) : operand;
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw CommandException.usage("not a regular expression: " + expression + " (" + e.getDescription() + ")");
        }
    }

    private static String name(Task task) {
        try {
            return task.comm();
        } catch (RuntimeException e) {
            return "";
        }
    }
}
