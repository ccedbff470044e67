package dev.inquest.commands.tasks;

import dev.inquest.api.command.TaskLine;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import java.util.IdentityHashMap;

/**
 * Lays frames out: the frame's line as {@code bt} has it, then its functions with their variables, then its registers.
 *
 * @param texts the variables' values as text
 */
record FrameView(IdentityHashMap<Row, String> texts) implements TextView {

    @Override
    public void write(Result result, TextOut out) {
        for (Row task : result.rows()) {
            TaskLine.write(task, out);
            for (Row frame : task.rows("frames")) {
                frame(frame, out);
            }
        }
    }

    private void frame(Row frame, TextOut out) {
        boolean numbered = frame.get("number") != null;
        String number = numbered ? "#" + frame.text("number") : "   ";
        String module = frame.get("module") == null ? "" : " [" + frame.text("module") + "]";
        String symbol = frame.text("symbol").isEmpty() ? "(unknown)" : frame.text("symbol");
        out.line((number.length() < 3 ? " " : "") + number + " [" + digits(frame, "sp") + "] "
                + (frame.text("kind").equals("user") ? "(user mode)" : symbol + "+" + frame.text("offset")) + " at "
                + digits(frame, "pc") + module
                + (frame.text("kind").equals("interrupted") ? "  (interrupted here)" : ""));
        for (Row function : frame.rows("functions")) {
            String source = function.get("source") == null ? "" : "  " + function.text("source");
            if (!function.text("function").isEmpty()) {
                out.line("    " + function.text("function") + (function.is("inline") ? " (inlined)" : "") + source);
            }
            for (Row variable : function.rows("variables")) {
                String kind = variable.text("kind").equals("parameter") ? "(arg) " : "";
                out.line("      " + kind + variable.text("name") + " = " + texts.getOrDefault(variable, ""));
            }
        }
        RegisterView.write(frame, out);
    }

    private static String digits(Row row, String cell) {
        return row.get(cell) instanceof Address address ? address.digits() : row.text(cell);
    }
}
