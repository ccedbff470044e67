package dev.inquest.commands.expression;

import dev.inquest.api.command.Invocation;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
import java.util.List;

/** What {@code list} and {@code tree} found: an address in each row, and the structures there. */
final class Entries {
    private final Memory memory;
    private final ValueText printer;
    private final List<Contents> contents;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    Entries(Invocation invocation, List<Contents> contents) {
        this.memory = invocation.kernel().memory();
        this.printer = Printing.of(invocation);
        this.contents = contents;
    }

    /**
     * Adds one.
     *
     * @param address what the line shows
     * @param struct where the structures begin
     * @param row the row, to which the structures' cells are added
     * @param position a line behind the address; empty for none
     */
    void add(long address, long struct, Row row, String position) {
        lines.add(Long.toHexString(address));
        if (!position.isEmpty()) {
            lines.add(position);
        }
        for (Contents what : contents) {
            row.put(what.struct().spelling(), what.cell(memory, struct));
            what.write(memory, struct, printer, lines);
        }
        rows.add(row);
    }

    /** Adds a line to the text alone. */
    void line(String line) {
        lines.add(line);
    }

    void row(Row row) {
        rows.add(row);
    }

    Result result(String schema, List<Diagnostic> diagnostics) {
        List<String> shown = List.copyOf(lines);
        return Result.of(schema, rows, diagnostics, (result, out) -> shown.forEach(out::line));
    }
}
