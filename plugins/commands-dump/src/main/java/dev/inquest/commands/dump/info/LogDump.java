package dev.inquest.commands.dump.info;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.LogRecord;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Subcommand;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.file.FileSink;
import dev.inquest.commands.dump.file.Target;
import dev.inquest.commands.dump.file.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code dump log}: the kernel's messages, as makedumpfile's {@code --dump-dmesg} writes them. */
public final class LogDump implements Subcommand {

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException {
        if (operands.isEmpty()) {
            throw CommandException.usage("log: name a dump");
        }
        List<Path> files = new ArrayList<>(Operands.paths(operands));
        files.addAll(Operands.paths(invocation.arguments().values("x")));
        String out = invocation.arguments().value("o").orElse(null);
        Target target =
                out == null ? null : Target.of(out, invocation.arguments().has("f"), files);
        Messages messages = read(files, tools, invocation.progress());
        List<Diagnostic> diagnostics = new ArrayList<>();
        if (!messages.end().isEmpty()) {
            diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, "the log ends early: " + messages.end()));
        }
        boolean callers = invocation.arguments().has("callers");
        if (target == null) {
            List<Row> rows = messages.records().stream().map(LogDump::row).toList();
            return Result.of(
                    "log/1",
                    rows,
                    diagnostics,
                    (result, text) -> result.rows()
                            .forEach(row -> text.print(
                                    line(row.number("time_ns"), callers ? row.text("caller") : "", row.text("text")))));
        }
        long bytes = write(messages, callers, target);
        Row row = new Row()
                .put("file", out)
                .put("records", messages.records().size())
                .put("bytes", bytes);
        return Result.of(
                "dump-log/1",
                List.of(row),
                diagnostics,
                (result, text) -> text.line(out + ": " + messages.records().size() + " messages, " + bytes + " bytes"));
    }

    /**
     * The messages of a dump.
     *
     * @param records those that could be read
     * @param end why there are no more; empty when these are all
     */
    public record Messages(List<LogRecord> records, String end) {}

    /** Reads the messages of a dump, or says why there are none. */
    public static Messages read(List<Path> files, Tools tools, Progress progress) throws CommandException {
        List<LogRecord> records = new ArrayList<>();
        String end = "";
        try (Kernel kernel = tools.kernel(files, false, progress)) {
            try {
                kernel.log(records::add);
            } catch (FaultException | MissingTypeException | CorruptListException e) {
                end = String.valueOf(e.getMessage());
            }
        }
        if (records.isEmpty()) {
            throw CommandException.failed(
                    "the log cannot be read" + (end.isEmpty() ? ": it has no messages" : ": " + end));
        }
        return new Messages(records, end);
    }

    /**
     * Writes messages as text and returns how many bytes it has.
     *
     * @param callers whether each tells who wrote it, where the kernel keeps that
     */
    public static long write(Messages messages, boolean callers, Target target) throws CommandException {
        StringBuilder text = new StringBuilder();
        for (LogRecord record : messages.records()) {
            text.append(line(record.timeNs(), callers ? record.caller() : null, record.text()));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try (FileSink sink = new FileSink(target, Long.MAX_VALUE)) {
            sink.write(0, ByteBuffer.wrap(bytes));
            sink.finish();
        } catch (IOException e) {
            throw CommandException.failed(Trouble.words(target.name(), e));
        }
        return bytes.length;
    }

    private static Row row(LogRecord record) {
        return new Row()
                .put("time", record.timeNs() / 1000 / 1e6)
                .put("level", record.level())
                .put("text", record.text())
                .put("time_ns", record.timeNs())
                .put("facility", record.facility())
                .put("caller", record.caller());
    }

    /** Returns a message with its time; further lines of it stand under the first. */
    private static String line(long nanoseconds, @Nullable String caller, String text) {
        long microseconds = nanoseconds / 1000;
        String prefix = String.format(Locale.ROOT, "[%5d.%06d] ", microseconds / 1_000_000, microseconds % 1_000_000)
                + (caller == null || caller.isEmpty() ? "" : String.format("[%8s] ", caller));
        return prefix + text.replace("\n", "\n" + " ".repeat(prefix.length())) + "\n";
    }
}
