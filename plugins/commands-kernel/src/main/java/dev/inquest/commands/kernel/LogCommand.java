package dev.inquest.commands.kernel;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** {@code log}: the kernel's messages. */
@Reads(value = "timekeeper", optional = "xtime_sec", lost = "times of day (log -T)", mayLack = true)
@Reads(
        value = "clocksource",
        optional = {"mult", "shift"},
        lost = "times of day (log -T), where there is no tick_nsec",
        mayLack = true)
@Component(
        service = Command.class,
        property = {"inquest.command=log", "inquest.command=dmesg"})
public final class LogCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("log", "show the kernel's messages")
            .alias("dmesg")
            .flag("T", "Show wall-clock times: boot time plus the record's time, so suspended time is not counted.")
            .flag("t", "Leave times out.")
            .flag("m", "Show the level of each message: <0> emergency to <7> debug.")
            .flag("d", "Show the dictionaries: the subsystem and device that a message is about.")
            .flag("c", "Show who wrote each message (T and a thread's id, C and a CPU), where the kernel keeps it.")
            .describe("Shows the kernel's log from its ring buffer, oldest message first.")
            .example("what the kernel said last", "log | tail -40", "")
            .example("with wall-clock times", "log -T", "")
            .example("messages as data", "inquest -c log --format ndjson VMCORE", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        List<Row> rows = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        Object end = Cell.of(() -> {
            kernel.log(record -> {
                Row row = new Row()
                        .put("time", record.timeNs() / 1000 / 1e6)
                        .put("level", record.level())
                        .put("text", record.text())
                        .put("time_ns", record.timeNs())
                        .put("facility", record.facility())
                        .put("caller", record.caller());
                if (!record.dictionary().isEmpty()) {
                    Row dictionary = new Row();
                    record.dictionary().forEach(dictionary::put);
                    row.put("dictionary", dictionary);
                }
                rows.add(row);
            });
            return null;
        });
        if (end instanceof Unavailable reason) {
            if (rows.isEmpty()) {
                return Result.failed("log/1", "the log cannot be read: " + reason.reason());
            }
            diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, "the log ends early: " + reason.reason()));
        }
        Object boot = arguments.has("T") ? Cell.of(() -> bootSeconds(kernel)) : null;
        if (boot instanceof Unavailable reason) {
            diagnostics.add(
                    new Diagnostic(Diagnostic.Severity.WARNING, "wall-clock times are not known: " + reason.reason()));
        } else if (boot instanceof Long seconds) {
            for (Row row : rows) {
                row.put("wall_seconds", seconds + row.number("time_ns") / 1_000_000_000L);
            }
        }
        boolean times = !arguments.has("t");
        boolean levels = arguments.has("m");
        boolean callers = arguments.has("c");
        boolean dictionaries = arguments.has("d");
        return Result.of("log/1", rows, diagnostics, (result, out) -> {
            for (Row row : result.rows()) {
                write(row, times, levels, callers, dictionaries, out);
            }
        });
    }

    private static long bootSeconds(Kernel kernel) {
        return KernelFacts.wallSeconds(kernel) - KernelFacts.uptimeSeconds(kernel);
    }

    private static void write(
            Row row, boolean times, boolean levels, boolean callers, boolean dictionaries, TextOut out) {
        StringBuilder prefix = new StringBuilder();
        if (times) {
            if (row.get("wall_seconds") instanceof Long seconds) {
                prefix.append('[').append(Dates.utc(seconds)).append("] ");
            } else {
                long microseconds = row.number("time_ns") / 1000;
                String second = Long.toString(microseconds / 1_000_000);
                String fraction =
                        Long.toString(1_000_000 + microseconds % 1_000_000).substring(1);
                prefix.append('[')
                        .append(" ".repeat(Math.max(0, 5 - second.length())))
                        .append(second);
                prefix.append('.').append(fraction).append("] ");
            }
        }
        if (callers && row.get("caller") != null) {
            prefix.append(String.format(Locale.ROOT, "[%6s] ", row.text("caller")));
        }
        if (levels) {
            prefix.append('<').append(row.text("level")).append('>');
        }
        // The lines behind a record's first stand under its text, as crash has them.
        out.line(prefix + row.text("text").replace("\n", "\n" + " ".repeat(prefix.length())));
        if (dictionaries && row.get("dictionary") instanceof Row dictionary) {
            dictionary.cells().forEach((key, value) -> out.line(" ".repeat(prefix.length()) + key + "=" + value));
        }
    }
}
