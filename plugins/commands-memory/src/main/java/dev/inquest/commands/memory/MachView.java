package dev.inquest.commands.memory;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Lays the machine's facts out as crash does. */
final class MachView {
    private MachView() {}

    static void write(Result result, TextOut out) {
        for (Row row : result.rows()) {
            line(out, "MACHINE TYPE", row.text("machine"));
            line(
                    out,
                    "MEMORY SIZE",
                    row.get("memory") instanceof Unavailable reason
                            ? reason.toString()
                            : KmemCommand.size(row.number("memory")));
            line(out, "CPUS", row.text("cpus"));
            if (row.get("cpu_khz") != null) {
                line(out, "PROCESSOR SPEED", row.number("cpu_khz") / 1000 + " Mhz");
            }
            line(out, "HZ", row.text("hz"));
            line(out, "PAGE SIZE", row.text("page_size"));
            for (Row region : row.rows("regions")) {
                line(
                        out,
                        region.text("name").toUpperCase(Locale.ROOT),
                        digits(region, "start") + (region.get("end") == null ? "" : " - " + digits(region, "end")));
            }
            line(out, "KERNEL STACK SIZE", row.text("stack_size"));
            Set<String> names = new LinkedHashSet<>();
            row.rows("stacks").forEach(stack -> names.add(stack.text("stack")));
            for (String name : names) {
                boolean first = true;
                for (Row stack : row.rows("stacks")) {
                    if (stack.text("stack").equals(name)) {
                        if (first) {
                            line(out, name.toUpperCase(Locale.ROOT) + " STACK SIZE", stack.text("size"));
                            out.line(VtopView.right(name.toUpperCase(Locale.ROOT) + " STACKS:", 26));
                        }
                        first = false;
                        out.line(VtopView.right("CPU " + stack.text("cpu") + ": ", 26) + digits(stack, "low"));
                    }
                }
            }
        }
    }

    private static void line(TextOut out, String label, String value) {
        out.line(VtopView.right(label, 25) + ": " + value);
    }

    private static String digits(Row row, String cell) {
        return row.get(cell) instanceof Address address ? address.digits() : row.text(cell);
    }
}
