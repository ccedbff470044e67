package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Result;
import dev.inquest.commands.dump.DumpLevel;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Subcommand;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.file.Spool;
import dev.inquest.commands.dump.file.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code dump filter}, {@code dump split}, {@code dump reassemble}: a dump is written anew, with fewer pages, in another form, in parts or in
 * one piece.
 */
public final class FilterDump implements Subcommand {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final String name;

    /**
     * Makes the subcommand.
     *
     * @param name {@code "filter"}, {@code "split"} or {@code "reassemble"}
     */
    public FilterDump(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException {
        Job job = job(invocation.arguments(), operands);
        if (job.standardOutput() && !invocation.viewOnly()) {
            throw CommandException.usage(
                    "standard output takes the dump; results as data (--format) need a file as output");
        }
        return run(job, tools, invocation.progress(), true);
    }

    /**
     * Writes a dump and tells of it as {@code dump-filter/1} does.
     *
     * @param showProgress whether to tell of the progress
     */
    public static Result run(Job job, Tools tools, Progress progress, boolean showProgress) throws CommandException {
        if (!job.sources().contains(STANDARD_INPUT)) {
            return WrittenReport.of("dump-filter/1", new DumpJob(job, tools, progress, showProgress).run(), job);
        }
        Path folder = job.standardOutput() || job.dryRun()
                ? null
                : Target.of(job.outputs().getFirst(), job.force(), List.of()).folder();
        try (Spool spool = Spool.standardInput(folder, progress)) {
            List<Path> sources = new ArrayList<>(job.sources());
            sources.replaceAll(source -> source.equals(STANDARD_INPUT) ? spool.file() : source);
            Job spooled = job.from(sources);
            return WrittenReport.of(
                    "dump-filter/1", new DumpJob(spooled, tools, progress, showProgress).run(), spooled);
        }
    }

    private Job job(Arguments arguments, List<String> operands) throws CommandException {
        int outputs = outputs(arguments, operands);
        List<String> inputs = operands.subList(0, operands.size() - outputs);
        List<String> names = operands.subList(operands.size() - outputs, operands.size());
        if (names.contains("-") && outputs > 1) {
            throw CommandException.usage(name + ": a split dump goes into files, not to standard output");
        }
        List<Path> sources = new ArrayList<>(Operands.paths(inputs));
        sources.addAll(Operands.paths(arguments.values("x")));
        boolean elf = arguments.has("E");
        if (elf && outputs > 1) {
            throw CommandException.usage(name + ": ELF dumps do not come in parts; leave -E out");
        }
        return new Job(
                sources,
                levels(arguments.value("d").orElse(null)),
                elf ? Job.ELF : Job.KDUMP,
                compression(arguments),
                arguments.has("F"),
                names,
                arguments.has("f"),
                Operands.threads(arguments),
                arguments.has("dry-run"),
                limit(arguments.value("L").orElse(null)));
    }

    private int outputs(Arguments arguments, List<String> operands) throws CommandException {
        int outputs = name.equals("split") ? operands.size() - 1 : Operands.number(arguments, "split", 1, 1, 256);
        int least = name.equals("split") ? 2 : 1;
        if (outputs < least || operands.size() <= outputs) {
            throw CommandException.usage(
                    switch (name) {
                        case "split" -> "split: name the dump, and two or more files for its parts";
                        case "reassemble" -> "reassemble: name the parts, and the file for the whole";
                        default ->
                            "filter: name the dump, and the file to write"
                                    + (outputs > 1 ? ", or rather " + outputs + " files (--split)" : "");
                    });
        }
        return outputs;
    }

    /** Returns the levels of {@code -d N[,N...]}. */
    public static List<Integer> levels(@Nullable String text) throws CommandException {
        List<Integer> levels = new ArrayList<>();
        for (String one : text == null ? new String[0] : text.split(",", -1)) {
            try {
                int level = Integer.parseInt(one.strip());
                if (level >= 0 && level <= DumpLevel.HIGHEST) {
                    levels.add(level);
                    continue;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw CommandException.usage("-d takes a level from 0 to 31, or several with commas, not '" + text
                    + "': the sum of 1 (zeros), 2 (cache), 4 (cache with private data), 8 (user), 16 (free)");
        }
        return levels;
    }

    /** Returns a size in bytes, with K, M, G or T behind it. */
    public static long limit(@Nullable String text) throws CommandException {
        if (text == null) {
            return Long.MAX_VALUE;
        }
        int unit = text.isEmpty() ? -1 : "KMGT".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
        try {
            long number = Long.parseLong(unit < 0 ? text : text.substring(0, text.length() - 1));
            if (number > 0) {
                return Math.multiplyExact(number, 1L << 10 * (unit + 1));
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Said below.
        }
        throw CommandException.usage("-L takes a size in bytes, for instance 500M, not '" + text + "'");
    }

    private static @Nullable PageCompression compression(Arguments arguments) throws CommandException {
        PageCompression found = null;
        String options = "clpz0";
        PageCompression[] meant = {
            PageCompression.ZLIB,
            PageCompression.LZO,
            PageCompression.SNAPPY,
            PageCompression.ZSTD,
            PageCompression.NONE
        };
        for (int i = 0; i < meant.length; i++) {
            if (arguments.has(options.substring(i, i + 1))) {
                if (found != null) {
                    throw CommandException.usage("give one of -c, -l, -p, -z and -0");
                }
                found = meant[i];
            }
        }
        if (found != null && found != PageCompression.NONE && arguments.has("E")) {
            throw CommandException.usage("ELF dumps cannot be compressed; leave out -E, or -c, -l, -p and -z");
        }
        return found;
    }
}
