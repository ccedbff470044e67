package dev.inquest.commands.tasks;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays registers out as crash does: three to a line. */
final class RegisterView {
    // crash's widths on x86_64 and arm64; every register that is not named has 16 digits.
    private static final Map<String, Integer> DIGITS = Map.of("rflags", 8, "cs", 4, "ss", 4, "pstate", 8);

    private RegisterView() {}

    static void write(Row frame, TextOut out) {
        if (!(frame.get("registers") instanceof Row registers)) {
            return;
        }
        List<String> cells = new ArrayList<>();
        for (String name : registers.cells().keySet()) {
            if (registers.get(name) instanceof Address value) {
                // On arm64 x30 is the link register, and crash calls it so.
                String label = name.equals("x30") ? "LR" : name.toUpperCase(Locale.ROOT);
                boolean pad = label.startsWith("R") || registers.cells().containsKey("x30");
                String padded = label.length() < 3 && pad ? " " + label : label;
                String digits = value.digits();
                int width = DIGITS.getOrDefault(name, 16);
                int start = 0;
                while (start < 16 - width && digits.charAt(start) == '0') {
                    start++;
                }
                cells.add(padded + ": " + digits.substring(start));
            }
        }
        for (int i = 0; i < cells.size(); i += 3) {
            out.line("    " + String.join("  ", cells.subList(i, Math.min(i + 3, cells.size()))));
        }
    }
}
