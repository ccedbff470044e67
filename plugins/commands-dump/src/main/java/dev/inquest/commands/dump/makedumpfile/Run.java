package dev.inquest.commands.dump.makedumpfile;

import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Diagnostic.Severity;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.file.Target;
import dev.inquest.commands.dump.info.LogDump;
import dev.inquest.commands.dump.info.UsageDump;
import dev.inquest.commands.dump.write.FilterDump;
import dev.inquest.commands.dump.write.FlattenDump;
import dev.inquest.commands.dump.write.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One run of {@code makedumpfile}. */
final class Run {
    private static final int PROGRESS = 1;
    private static final int COMMON = 2;
    private static final int DEBUG = 8;
    private static final int REPORT = 16;
    private static final List<String> WITHOUT_EFFECT =
            List.of("D", "b", "cyclic-buffer", "splitblock-size", "work-dir", "non-cyclic", "non-mmap");

    private final Invocation invocation;
    private final Arguments arguments;
    private final Tools tools;
    private final int level;
    private final List<String> operands;
    private final List<Diagnostic> remarks = new ArrayList<>();

    /**
     * Makes a run.
     *
     * @param level the message level
     */
    Run(Invocation invocation, Tools tools, int level) {
        this.invocation = invocation;
        this.arguments = invocation.arguments();
        this.tools = tools;
        this.level = arguments.has("show-stats") ? level | REPORT : level;
        this.operands = arguments.operands();
    }

    Result run() throws CommandException {
        if (arguments.has("h")) {
            return invocation.run(List.of("help", "makedumpfile"), invocation.context());
        }
        if (arguments.has("v")) {
            return said(
                    new Row().put("options_of", "1.7.9"),
                    List.of(
                            "inquest's makedumpfile: options as of makedumpfile 1.7.9",
                            "lzo\tenabled",
                            "snappy\tenabled",
                            "zstd\tenabled"),
                    true);
        }
        Refusals.check(arguments);
        for (String option : WITHOUT_EFFECT) {
            if (arguments.has(option) && (level & DEBUG) != 0) {
                remarks.add(new Diagnostic(
                        Severity.INFO, (option.length() > 1 ? "--" : "-") + option + " has no effect here"));
            }
        }
        boolean check = arguments.has("check-params");
        if (arguments.has("R")) {
            count(1, 1, "-R takes the file to write; the flattened dump comes from standard input");
            return check ? checked() : rearrange();
        }
        if (arguments.has("dump-dmesg")) {
            count(2, 2, "--dump-dmesg takes the dump and the file to write");
            return check ? checked() : dmesg();
        }
        if (arguments.has("mem-usage")) {
            count(1, 1, "--mem-usage takes the dump");
            return check ? checked() : UsageDump.of(files(operands), threads(), tools, invocation.progress());
        }
        Job job = job();
        return check ? checked() : write(job);
    }

    private Job job() throws CommandException {
        boolean flattened = arguments.has("F");
        boolean elf = arguments.has("E");
        int outputs = 1;
        if (arguments.has("reassemble")) {
            count(3, Integer.MAX_VALUE, "--reassemble takes the parts and the file to write");
        } else if (arguments.has("split")) {
            count(3, Integer.MAX_VALUE, "--split takes the dump and two or more files to write");
            outputs = operands.size() - 1;
        } else if (flattened) {
            count(1, 1, "-F takes the dump; the flattened form goes to standard output");
            outputs = 0;
        } else {
            count(2, 2, "takes the dump and the file to write");
        }
        if (elf && outputs > 1) {
            throw CommandException.usage("--split makes no ELF dumps; leave -E out");
        }
        PageCompression compression = compression();
        if (elf && compression != PageCompression.NONE) {
            throw CommandException.usage("-E cannot be given with -c, -l, -p or -z: ELF dumps are not compressed");
        }
        if (flattened && !invocation.viewOnly()) {
            throw CommandException.usage("-F writes the dump to standard output, so that --format cannot be had");
        }
        List<String> inputs = operands.subList(0, operands.size() - outputs);
        return new Job(
                files(inputs),
                FilterDump.levels(arguments.value("d").orElse(arguments.has("reassemble") ? null : "0")),
                elf ? Job.ELF : Job.KDUMP,
                arguments.has("reassemble") ? null : compression,
                flattened,
                flattened ? List.of("-") : operands.subList(operands.size() - outputs, operands.size()),
                arguments.has("f"),
                threads(),
                arguments.has("dry-run"),
                FilterDump.limit(arguments.value("L").orElse(null)));
    }

    private PageCompression compression() throws CommandException {
        PageCompression found = PageCompression.NONE;
        PageCompression[] meant = {
            PageCompression.ZLIB, PageCompression.LZO, PageCompression.SNAPPY, PageCompression.ZSTD
        };
        for (int i = 0; i < meant.length; i++) {
            // As makedumpfile has it, the last of them would count; which one was meant is anybody's guess.
            if (arguments.has("clpz".substring(i, i + 1))) {
                if (found != PageCompression.NONE) {
                    throw CommandException.usage("give one of -c, -l, -p and -z");
                }
                found = meant[i];
            }
        }
        return found;
    }

    private Result write(Job job) throws CommandException {
        Result result = FilterDump.run(job, tools, invocation.progress(), (level & PROGRESS) != 0);
        Row row = result.rows().getFirst();
        for (Diagnostic diagnostic : result.diagnostics()) {
            if (diagnostic.severity() != Severity.INFO || (level & DEBUG) != 0) {
                remarks.add(diagnostic);
            }
        }
        List<String> lines = new ArrayList<>();
        if ((level & REPORT) != 0) {
            lines.addAll(Report.lines(row));
        }
        if ((level & COMMON) != 0) {
            int before = row.text("source_level").isEmpty() ? 0 : (int) row.number("source_level");
            int asked = job.levels().isEmpty() ? 0 : job.levels().getFirst();
            if ((before & ~asked) != 0) {
                lines.add("dump_level is changed to " + row.text("level") + ", because "
                        + job.sources().getFirst() + " was created by dump_level(" + before + ").");
            }
            lines.add("");
            lines.add(saved(job));
            lines.add("");
            lines.add("makedumpfile Completed.");
        }
        return said(row, lines, false, job.standardOutput());
    }

    private static String saved(Job job) {
        if (job.dryRun()) {
            return "Nothing was written (--dry-run).";
        }
        if (job.standardOutput()) {
            return "The dumpfile is saved to STDOUT.";
        }
        return job.outputs().size() == 1
                ? "The dumpfile is saved to " + job.outputs().getFirst() + "."
                : "The dumpfiles are saved to " + String.join(", ", job.outputs()) + ".";
    }

    private Result rearrange() throws CommandException {
        String out = operands.getFirst();
        long bytes = FlattenDump.rearrange("-", out, arguments.has("f"), tools, invocation.progress());
        return said(
                new Row().put("file", out).put("bytes", bytes),
                completed("The dumpfile is saved to " + out + "."),
                false);
    }

    private Result dmesg() throws CommandException {
        List<Path> files = files(operands.subList(0, 1));
        String out = operands.get(1);
        Target target = Target.of(out, arguments.has("f"), files);
        LogDump.Messages messages = LogDump.read(files, tools, invocation.progress());
        if (!messages.end().isEmpty()) {
            remarks.add(new Diagnostic(Severity.WARNING, "the log ends early: " + messages.end()));
        }
        long bytes = LogDump.write(messages, true, target);
        return said(
                new Row()
                        .put("file", out)
                        .put("records", messages.records().size())
                        .put("bytes", bytes),
                completed("The dmesg log is saved to " + out + "."),
                false);
    }

    private List<String> completed(String saved) {
        return (level & COMMON) == 0 ? List.of() : List.of("", saved, "", "makedumpfile Completed.");
    }

    private Result checked() {
        return said(new Row().put("parameters", "valid"), List.of(), false);
    }

    private Result said(Row row, List<String> lines, boolean always) {
        return said(row, always || !lines.isEmpty() ? lines : List.of(), always, false);
    }

    /** A result whose text is makedumpfile's; on standard error where the dump has standard output. */
    private Result said(Row row, List<String> lines, boolean always, boolean dumpOnOutput) {
        List<Diagnostic> all = new ArrayList<>(remarks);
        if (dumpOnOutput) {
            lines.stream()
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> all.add(new Diagnostic(Severity.INFO, line)));
        }
        boolean partial = all.stream().anyMatch(one -> one.severity() != Severity.INFO);
        return new Result(
                "makedumpfile/1",
                partial && !always ? Result.Status.PARTIAL : Result.Status.OK,
                List.of(row),
                List.copyOf(all),
                (result, out) -> {
                    if (!dumpOnOutput) {
                        lines.forEach(out::line);
                    }
                });
    }

    private List<Path> files(List<String> words) throws CommandException {
        List<Path> files = new ArrayList<>(Operands.paths(words));
        files.addAll(Operands.paths(arguments.values("x")));
        return files;
    }

    private int threads() throws CommandException {
        int cpus = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);
        int asked = Operands.number(arguments, "num-threads", 0, 0, 1024);
        return asked == 0 ? cpus : asked;
    }

    private void count(int least, int most, String usage) throws CommandException {
        if (operands.size() < least || operands.size() > most) {
            throw CommandException.usage(
                    String.format(Locale.ROOT, "makedumpfile: %s; %d names were given", usage, operands.size()));
        }
    }
}
