package dev.inquest.commands.tasks;

import dev.inquest.api.command.TaskLine;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import dev.inquest.api.result.Unavailable;
import java.util.List;

/**
 * Lays stacks out as crash does.
 *
 * @param options how frames are shown
 */
record BtView(BtOptions options) implements TextView {

    @Override
    public void write(Result result, TextOut out) {
        boolean first = true;
        for (Row task : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            TaskLine.write(task, out);
            stack(task, out);
        }
    }

    private void stack(Row task, TextOut out) {
        List<Row> frames = task.rows("frames");
        String stack = frames.isEmpty() ? "" : frames.getFirst().text("stack");
        int number = 0;
        Repeats repeats = Repeats.of(frames);
        for (int i = 0; i < frames.size(); i++) {
            Row frame = frames.get(i);
            if (frame.is("inline")) {
                continue;
            }
            if (repeats.skips(i)) {
                number += frame.get("saved_at") == null ? 1 : 0;
                String told = repeats.told(i);
                if (told != null) {
                    out.line("    " + told);
                }
                continue;
            }
            boolean saved = frame.get("saved_at") != null || frame.text("kind").equals("user");
            if (saved) {
                if (!frame.text("kind").equals("user")) {
                    out.line("    [exception " + counter(frame) + ": " + name(frame, true) + "]");
                }
                RegisterView.write(frame, out);
                lines(frames, i, out);
            }
            if (!frame.text("stack").equals(stack)) {
                if (!frame.text("kind").equals("user")) {
                    out.line("--- <" + separator(stack) + "> ---");
                }
                stack = frame.text("stack");
            }
            if (!saved) {
                String level = number < 10 ? " #" + number : "#" + number;
                out.line(level + " [" + digits(frame, "sp") + "] " + name(frame, options.offsets()) + " at "
                        + digits(frame, "pc") + module(frame)
                        + (options.trust() ? " (" + frame.text("trust") + ")" : ""));
                number++;
                lines(frames, i, out);
                words(frame, out);
            }
        }
        if (frames.isEmpty() && task.is("complete")) {
            out.line("(no stack)");
        }
        if (options.trust() && task.is("complete") && !frames.isEmpty()) {
            out.line("    (the stack ends here: " + task.text("stop_reason") + ")");
        }
        if (!task.is("complete")) {
            out.line("    (the stack ends here: " + task.text("stop_reason") + ")");
        }
    }

    private static String separator(String stack) {
        return switch (stack) {
            case "irq" -> "IRQ stack";
            case "nmi" -> "NMI exception stack";
            case "double fault" -> "DOUBLEFAULT exception stack";
            default -> stack + " stack";
        };
    }

    private String name(Row frame, boolean offset) {
        if (frame.get("symbol") == null) {
            return frame.text("kind").equals("interrupted") ? "unknown or invalid address" : "(unknown symbol)";
        }
        if (!offset) {
            return frame.text("symbol");
        }
        long distance = frame.number("offset");
        boolean hexadecimal = options.hexadecimal() && options.offsets();
        return frame.text("symbol") + "+" + (hexadecimal ? "0x" + Long.toHexString(distance) : Long.toString(distance));
    }

    private static String module(Row frame) {
        return frame.get("module") == null ? "" : " [" + frame.text("module") + "]";
    }

    private static String digits(Row row, String cell) {
        return row.get(cell) instanceof Address address ? address.digits() : row.text(cell);
    }

    // The functions inlined at a frame stand before it in the list, innermost first.
    private void lines(List<Row> frames, int index, TextOut out) {
        if (!options.lines()) {
            return;
        }
        int first = index;
        while (first > 0 && frames.get(first - 1).is("inline")) {
            first--;
        }
        for (int i = first; i <= index; i++) {
            Row frame = frames.get(i);
            if (frame.get("source") != null) {
                String source = frame.text("source");
                int colon = source.lastIndexOf(':');
                String spaced = colon < 0 ? source : source.substring(0, colon) + ": " + source.substring(colon + 1);
                out.line("    " + spaced + (frame.is("inline") ? " (inlined " + frame.text("symbol") + ")" : ""));
            }
        }
    }

    private static void words(Row frame, TextOut out) {
        // Not a switch over types: the first one of a process generates a class, which takes milliseconds.
        Object given = frame.get("words");
        if (given instanceof Unavailable reason) {
            out.line("    (" + reason.reason() + ")");
        } else if (given instanceof List<?> words) {
            long at = frame.number("words_at");
            List<?> names = frame.get("words_symbolic") instanceof List<?> list ? list : List.of();
            for (int i = 0; i < words.size(); i += 2) {
                StringBuilder line = new StringBuilder("    " + new Address(at + 8L * i).digits() + ":");
                for (int j = i; j < Math.min(i + 2, words.size()); j++) {
                    String word = names.isEmpty() ? ((Address) words.get(j)).digits() : String.valueOf(names.get(j));
                    line.append(' ').append(word).append(" ".repeat(Math.max(0, 16 - word.length())));
                }
                out.line(line.toString().stripTrailing());
            }
        }
    }

    /** Returns the program counter's name as the architecture has it. */
    static String counter(Row frame) {
        Row registers = frame.get("registers") instanceof Row row ? row : new Row();
        return registers.get("pc") != null ? "PC" : registers.get("nip") != null ? "NIP" : "RIP";
    }
}
