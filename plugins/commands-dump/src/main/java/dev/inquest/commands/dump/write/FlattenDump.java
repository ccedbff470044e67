package dev.inquest.commands.dump.write;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.commands.dump.Amounts;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Subcommand;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.file.Outputs;
import dev.inquest.commands.dump.file.SourceStream;
import dev.inquest.commands.dump.file.Target;
import dev.inquest.commands.dump.file.Trouble;
import dev.inquest.commands.dump.file.Wrappings;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** {@code dump flatten} and {@code dump rearrange}: a dump as it is, into makedumpfile's flattened form and out of it. */
public final class FlattenDump implements Subcommand {
    private static final int PIECE = 1 << 20;

    private final boolean flatten;

    /**
     * Makes the subcommand.
     *
     * @param flatten whether it flattens, or takes the flattened form off
     */
    public FlattenDump(boolean flatten) {
        this.flatten = flatten;
    }

    @Override
    public String name() {
        return flatten ? "flatten" : "rearrange";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException {
        if (operands.size() != 2) {
            throw CommandException.usage(name() + ": name the dump and the file to write"
                    + (flatten ? " (- is standard output)" : " (- for the dump is standard input)"));
        }
        String in = operands.get(0);
        String out = operands.get(1);
        boolean toOutput = out.equals("-");
        if (toOutput && !flatten) {
            throw CommandException.usage(
                    "rearrange: a dump is written at many places of its file, so that it needs one; - cannot be its output");
        }
        if (toOutput && !invocation.viewOnly()) {
            throw CommandException.usage(
                    "standard output takes the dump; results as data (--format) need a file as output");
        }
        boolean force = invocation.arguments().has("f");
        long bytes = flatten
                ? flatten(Operands.path(in), out, force, tools, invocation.progress())
                : rearrange(in, out, force, tools, invocation.progress());
        Row row = new Row().put("source", in).put("file", out).put("bytes", bytes);
        String line = (toOutput ? "standard output" : out) + ": " + (flatten ? "flattened, a dump of " : "")
                + Amounts.bytes(bytes);
        return new Result(
                "dump-" + name() + "/1",
                Result.Status.OK,
                List.of(row),
                toOutput ? List.of(new Diagnostic(Diagnostic.Severity.INFO, line)) : List.of(),
                (result, text) -> {
                    if (!toOutput) {
                        text.line(line);
                    }
                });
    }

    private static long flatten(Path in, String out, boolean force, Tools tools, Progress progress)
            throws CommandException {
        Target target = out.equals("-") ? null : Target.of(out, force, List.of(in));
        try (Wrappings wrappings = Wrappings.open(in, tools, progress)) {
            if (wrappings.flattened()) {
                throw CommandException.failed(in + ": is in flattened form already");
            }
            var container = tools.container(Wrappings.FLATTENED);
            DumpSink sink = target == null
                    ? Outputs.standardOutput(container)
                    : Outputs.flattenedFile(target, Long.MAX_VALUE, container);
            try {
                copy(wrappings.source(), sink, progress);
                sink.finish();
            } catch (IOException e) {
                throw CommandException.failed(Trouble.words(target == null ? "standard output" : out, e));
            } finally {
                Outputs.closeQuietly(sink);
            }
            return wrappings.source().size();
        }
    }

    private static void copy(ByteSource source, DumpSink sink, Progress progress) throws IOException, CommandException {
        for (long at = 0; at < source.size(); ) {
            if (progress.cancelled()) {
                throw CommandException.failed("stopped; nothing was written");
            }
            long length = Math.min(PIECE, source.size() - at);
            sink.write(at, source.slice(at, length).asByteBuffer());
            at += length;
            progress.report("flattening " + source.name(), at, source.size());
        }
    }

    /** Rearranges a file or, for {@code "-"}, standard input into a file, and returns its size. */
    public static long rearrange(String in, String out, boolean force, Tools tools, Progress progress)
            throws CommandException {
        if (in.equals("-")) {
            Target target = Target.of(out, force, List.of());
            return unwrap(
                    new BufferedInputStream(new FileInputStream(FileDescriptor.in), PIECE), target, tools, progress);
        }
        Path path = Operands.path(in);
        Target target = Target.of(out, force, List.of(path));
        try (Wrappings wrappings = Wrappings.open(path, tools, progress)) {
            if (!wrappings.flattened()) {
                throw CommandException.failed(in + ": is not in flattened form");
            }
            return unwrap(new SourceStream(wrappings.source()), target, tools, progress);
        }
    }

    private static long unwrap(InputStream in, Target target, Tools tools, Progress progress) throws CommandException {
        try (DumpSink sink = Outputs.file(target, Long.MAX_VALUE)) {
            long bytes = tools.container(Wrappings.FLATTENED)
                    .unwrap(in, sink, progress)
                    .orElseThrow(() -> CommandException.failed(
                            "the installed plugins cannot read the flattened form as a stream"));
            if (progress.cancelled()) {
                throw CommandException.failed("stopped; nothing was written");
            }
            sink.finish();
            return bytes;
        } catch (OpenException e) {
            throw Tools.failed(e);
        } catch (IOException e) {
            throw CommandException.failed(Trouble.words(target.name(), e));
        }
    }
}
