package dev.inquest.commands.disassembly;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows as gdb's {@code disassemble} shows them.
 *
 * @param text spells instructions
 * @param order whether and how source lines come between
 * @param bytes whether to show the instructions' bytes
 * @param lines whether to name file and line where they change
 * @param whole whether the rows are a whole function
 * @param sources has the lines' text
 */
record GdbView(InstructionText text, Order order, boolean bytes, boolean lines, boolean whole, SourceTree sources)
        implements TextView {

    /** Where source lines come. */
    enum Order {
        /** Nowhere. */
        PLAIN,
        /** Each line of the function's own file with its instructions (/m). */
        LINES,
        /** Between instructions in the order of addresses (/s). */
        ADDRESSES
    }

    @Override
    public void write(Result result, TextOut out) {
        if (result.rows().isEmpty()) {
            return;
        }
        String symbol = result.rows().getFirst().text("symbol");
        out.line("Dump of assembler code"
                + (whole && !symbol.isEmpty()
                        ? " for function " + symbol + ":"
                        : " from " + result.rows().getFirst().get("address") + " to "
                                + result.rows().getLast().get("address") + ":"));
        switch (order) {
            case LINES -> byLine(result.rows(), out);
            case ADDRESSES -> byAddress(result.rows(), out);
            default -> plain(result.rows(), out);
        }
        out.line("End of assembler dump.");
    }

    private void plain(List<Row> rows, TextOut out) {
        String before = "";
        for (Row row : rows) {
            String line = row.text("file") + ": " + row.text("line");
            if (lines && row.get("line") != null && !line.equals(before)) {
                out.line(line);
                before = line;
            }
            instruction(row, out);
        }
    }

    private void byAddress(List<Row> rows, TextOut out) {
        String file = "";
        int line = 0;
        for (Row row : rows) {
            int next = (int) row.number("line");
            if (next != 0 && (!row.text("file").equals(file) || next != line)) {
                if (line != 0) {
                    out.line();
                }
                if (!row.text("file").equals(file)) {
                    out.line(row.text("file") + ":");
                }
                file = row.text("file");
                line = next;
                source(file, line, out);
            }
            instruction(row, out);
        }
    }

    private void byLine(List<Row> rows, TextOut out) {
        String own = ownFile(rows);
        Map<Integer, StringBuilder> byLine = new TreeMap<>();
        for (Row row : rows) {
            int line = row.text("file").equals(own) ? (int) row.number("line") : 0;
            if (line > 0) {
                byLine.computeIfAbsent(line, key -> new StringBuilder())
                        .append(text(row))
                        .append('\n');
            }
        }
        if (byLine.isEmpty()) {
            plain(rows, out);
            return;
        }
        boolean known = own != null && !sources.lines(own).isEmpty();
        int before = 0;
        for (Map.Entry<Integer, StringBuilder> entry : byLine.entrySet()) {
            int line = entry.getKey();
            // Lines without code, as long as the source is at hand and the gap is no other function.
            for (int gap = before + 1; known && before > 0 && gap < line && line - before < 20; gap++) {
                source(own, gap, out);
            }
            source(own, line, out);
            out.print(entry.getValue().toString());
            out.line();
            before = line;
        }
    }

    /** The function's own file is that of its first instruction. */
    private static @Nullable String ownFile(List<Row> rows) {
        for (Row row : rows) {
            if (row.get("line") != null && row.get("inlined") == null) {
                return row.text("file");
            }
        }
        return null;
    }

    private void source(@Nullable String file, int line, TextOut out) {
        String source = file == null ? null : sources.line(file, line);
        out.line(line + "\t" + (source == null ? "in " + file : source));
    }

    private void instruction(Row row, TextOut out) {
        out.line(text(row));
    }

    private String text(Row row) {
        String place = row.get("symbol") == null ? "" : " <" + text.number(row.number("offset")) + ">";
        String codes = bytes ? InstructionText.bytes(row) : null;
        return (row.get("frame") == null ? "   " : "=> ")
                + (row.get("address") instanceof Address address ? address.toString() : "") + place + ":\t"
                + (codes == null ? "" : codes + "\t") + text.instruction(row);
    }
}
