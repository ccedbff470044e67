package dev.inquest.commands.disassembly;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A function's source with a mark at each line that has code, as crash's {@code dis -s} shows it. */
final class SourceListing {
    /** How many lines to show before the first one that has code: the function's head. */
    private static final int HEAD = 5;

    private static final long LONGEST = 1 << 18;

    private final Kernel kernel;
    private final SourceTree sources;
    private final String command;

    SourceListing(Kernel kernel, SourceTree sources, String command) {
        this.kernel = kernel;
        this.sources = sources;
        this.command = command;
    }

    Result of(Symbol function, long address) throws CommandException {
        LineSource.Position asked = own(address);
        if (asked == null || asked.file() == null) {
            throw CommandException.failed(command + ": no debug information has lines for " + function.name()
                    + "; open the dump with the vmlinux, or the module, that has it");
        }
        String file = asked.file();
        TreeSet<Integer> code = new TreeSet<>();
        long size = Math.clamp(function.size(), 1, LONGEST);
        for (long at = 0; at < size; at++) {
            LineSource.Position position = own(function.address() + at);
            if (position != null && file.equals(position.file()) && position.line() > 0) {
                code.add(position.line());
            }
        }
        List<String> text = sources.lines(file);
        if (text.isEmpty()) {
            throw CommandException.failed(
                    command + ": " + file + ": " + asked.line() + ": the source is not here; " + sources.advice());
        }
        List<Row> rows = new ArrayList<>();
        int last = Math.min(code.last(), text.size());
        // Up to the line with the closing brace.
        while (last < text.size() && !text.get(last - 1).startsWith("}") && last < code.last() + HEAD) {
            last++;
        }
        for (int line = Math.max(1, code.first() - HEAD); line <= last; line++) {
            rows.add(new Row()
                    .put("file", file)
                    .put("line", line)
                    .put("code", code.contains(line))
                    .put("text", text.get(line - 1)));
        }
        int first = asked.line();
        return Result.of("dis-source/1", rows, (result, out) -> {
            out.line("FILE: " + file);
            out.line("LINE: " + first);
            out.line();
            for (Row row : result.rows()) {
                out.line((row.is("code") ? "* " : "  ") + row.text("line") + "\t" + row.text("text"));
            }
        });
    }

    /** Returns the position in the function itself, not in what was inlined. */
    private LineSource.@Nullable Position own(long address) {
        List<LineSource.Position> positions = kernel.positions(address);
        return positions.isEmpty() ? null : positions.getLast();
    }
}
