package dev.inquest.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The call traces that a kernel printed, each a list of {@code function+0xoffset}, innermost first. Lines that the kernel itself doubts
 * ({@code ?}, {@code (unreliable)}) are left out; the program counter of an exception before or in a trace is one of its places.
 */
final class CallTraces {
    private static final Pattern STAMP = Pattern.compile("^(<\\d+>)?\\[ *[\\d.]+]( ?\\[ *[TC]\\d+])? ?");
    private static final Pattern FRAME = Pattern.compile(
            "^\\s*(?:\\[c[0-9a-f]+] \\[c[0-9a-f]+] )?(\\? )?([\\w.$]+)\\+(0x[0-9a-f]+)/0x[0-9a-f]+(.*)");
    private static final Pattern COUNTER =
            Pattern.compile("^\\s*(?:RIP: 0010:|pc : |NIP \\[[0-9a-f]+] )([\\w.$]+)\\+(0x[0-9a-f]+).*");

    /** What prints a trace or dies before the dump is taken, which then goes on from another place. */
    private static final Pattern PRINTERS = Pattern.compile(
            "(dump_stack|show_stack|dump_backtrace|show_regs|__die).*\\+.*|(die|nmi_panic|oops_\\w+)\\+.*");

    private final List<List<String>> traces = new ArrayList<>();
    private @Nullable List<String> current;
    private @Nullable String counter;

    private CallTraces() {}

    /** Returns the traces in the lines of a console or a log, up to where a second kernel begins to write the dump. */
    static List<List<String>> in(List<String> lines) {
        CallTraces reader = new CallTraces();
        for (String line : lines) {
            if (line.contains("CAPTURE-START")) {
                break;
            }
            reader.line(STAMP.matcher(line).replaceFirst(""));
        }
        reader.traces.removeIf(List::isEmpty);
        return reader.traces;
    }

    private void line(String line) {
        Matcher place = COUNTER.matcher(line);
        if (line.contains("Call Trace:") || line.contains("Call trace:")) {
            current = new ArrayList<>();
            traces.add(current);
            if (counter != null) {
                current.add(counter);
            }
            counter = null;
        } else if (place.matches()) {
            counter = place.group(1) + "+" + place.group(2);
            if (current != null) {
                current.add(counter);
                counter = null;
            }
        } else if (line.startsWith("Modules linked") || line.contains("---[") || line.contains("Kernel panic")) {
            current = null;
            counter = null;
        } else if (current != null) {
            Matcher frame = FRAME.matcher(line);
            if (frame.matches() && frame.group(1) == null && !frame.group(4).contains("unreliable")) {
                String name = frame.group(2) + "+" + frame.group(3);
                if (!PRINTERS.matcher(name).matches()) {
                    current.add(name);
                }
            }
        }
    }
}
