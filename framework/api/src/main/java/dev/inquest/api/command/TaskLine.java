package dev.inquest.api.command;

import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;

/** The line with which crash's users expect everything about a task to begin, and the cells behind it. */
public final class TaskLine {
    private TaskLine() {}

    /** Begins a row with {@code task}, {@code pid}, {@code cpu} and {@code comm}. */
    public static Row row(Task task) {
        return new Row()
                .put("task", new Address(task.address()))
                .put("pid", Cell.of(task::pid))
                .put("cpu", Cell.of(task::cpu))
                .put("comm", Cell.of(task::comm));
    }

    /** Writes {@code PID: 1        TASK: ff36b313411dc180  CPU: 1    COMMAND: "init"} for such a row. */
    public static void write(Row row, TextOut out) {
        out.line(text(row));
    }

    /** Returns what {@link #write} writes. */
    public static String text(Row row) {
        String task = row.get("task") instanceof Address address ? address.digits() : row.text("task");
        return "PID: " + pad(row.text("pid"), 7) + "  TASK: " + task + "  CPU: " + pad(row.text("cpu"), 3)
                + "  COMMAND: \"" + row.text("comm") + "\"";
    }

    /** Returns the long form of a state's code, as crash shows the chosen task: {@code TASK_RUNNING} for {@code RU}. */
    public static String longState(String code) {
        return switch (code) {
            case "RU" -> "TASK_RUNNING";
            case "IN" -> "TASK_INTERRUPTIBLE";
            case "UN" -> "TASK_UNINTERRUPTIBLE";
            case "ID" -> "TASK_IDLE";
            case "ST" -> "TASK_STOPPED";
            case "TR" -> "TASK_TRACED";
            case "ZO" -> "EXIT_ZOMBIE";
            case "DE" -> "EXIT_DEAD";
            case "PA" -> "TASK_PARKED";
            case "WA" -> "TASK_WAKING";
            case "NE" -> "TASK_NEW";
            default -> code;
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
