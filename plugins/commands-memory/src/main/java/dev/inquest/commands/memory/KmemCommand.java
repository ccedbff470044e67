package dev.inquest.commands.memory;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** {@code kmem}: how memory is used. */
@Component(service = Command.class, property = "inquest.command=kmem")
public final class KmemCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("kmem", "show how memory is used")
            .flag(
                    "i",
                    "Show the summary: total, free, used, shared, buffers, cached, slab, huge pages, swap, commit limit.")
            .describe(
                    "SHARED counts the page frames with more than one reference. CACHED is the page cache without swap cache and buffers.")
            .example("was memory short?", "kmem -i", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        if (!invocation.arguments().has("i")) {
            throw CommandException.usage("kmem: give an option: -i for the summary");
        }
        return Result.of(
                "kmem-summary/1",
                new MemorySummary(invocation.kernel(), invocation.progress()).rows(),
                KmemCommand::show);
    }

    private static void show(Result result, TextOut out) {
        out.line("                 PAGES        TOTAL      PERCENTAGE");
        String group = "memory";
        for (Row row : result.rows()) {
            if (!row.text("group").equals(group)) {
                group = row.text("group");
                out.line();
            }
            StringBuilder line = new StringBuilder();
            right(line, row.text("name"), 13);
            if (row.get("pages") instanceof Long pages) {
                right(line.append("  "), Long.toString(pages), 7);
                right(line.append("  "), size(row.number("bytes")), 11);
                line.append("  ");
                if (row.get("percent") instanceof Long percent) {
                    right(line, percent + "%", 4).append(" of ").append(row.text("percent_of"));
                } else {
                    line.append("       ----");
                }
            } else {
                line.append("  ")
                        .append(row.get("pages") instanceof Unavailable reason ? "(" + reason.reason() + ")" : "");
            }
            out.line(line.toString());
        }
    }

    private static StringBuilder right(StringBuilder line, String text, int width) {
        return line.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    /** Spells a size as crash does. */
    static String size(long bytes) {
        String text = bytes >= 1L << 30
                ? String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30))
                : bytes >= 1L << 20
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1L << 20))
                        : bytes == 0 ? "0" : bytes / 1024 + " KB";
        return text.replace(".0 ", " ");
    }
}
