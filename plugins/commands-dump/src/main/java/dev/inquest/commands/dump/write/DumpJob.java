package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Diagnostic.Severity;
import dev.inquest.commands.dump.DumpLevel;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.file.Discard;
import dev.inquest.commands.dump.file.Outputs;
import dev.inquest.commands.dump.file.Target;
import dev.inquest.commands.dump.file.Trouble;
import dev.inquest.commands.dump.file.Wrappings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a dump from another one: chooses pages, checks that there is room, writes, and gives the files their names when all are whole. */
final class DumpJob {
    /** Instead of a level: nothing more is left out. */
    private static final int ALL_PAGES = -1;

    private final Job job;
    private final Tools tools;
    private final Progress user;
    private final boolean showProgress;
    private final List<Diagnostic> remarks = new ArrayList<>();

    /**
     * Makes a job's runner.
     *
     * @param showProgress whether to tell of the progress
     */
    DumpJob(Job job, Tools tools, Progress user, boolean showProgress) {
        this.job = job;
        this.tools = tools;
        this.user = user;
        this.showProgress = showProgress;
    }

    /** Runs, and throws when nothing was written; then nothing is left behind. */
    Written run() throws CommandException {
        long start = System.nanoTime();
        List<Target> targets = new ArrayList<>();
        if (!job.standardOutput() && !job.dryRun()) {
            for (String output : job.outputs()) {
                targets.add(Target.of(output, job.force(), job.sources()));
            }
            refuseTwice(targets);
        }
        int highest = job.levels().stream().mapToInt(level -> level).max().orElse(0);
        try (Source source = Source.open(job, highest > DumpLevel.ZERO, tools, user)) {
            List<Integer> levels = job.levels().isEmpty() ? List.of(ALL_PAGES) : job.levels();
            for (int i = 0; ; i++) {
                try {
                    return attempt(source, targets, levels.get(i), start);
                } catch (IOException e) {
                    if (!Trouble.noRoom(e) || i == levels.size() - 1) {
                        String name = job.standardOutput() ? "standard output" : String.join(", ", job.outputs());
                        throw CommandException.failed(Trouble.words(name, e));
                    }
                    remarks.add(new Diagnostic(
                            Severity.WARNING,
                            "a dump of level " + levels.get(i) + " does not fit; level " + levels.get(i + 1)
                                    + " was tried next"));
                }
            }
        }
    }

    private static void refuseTwice(List<Target> targets) throws CommandException {
        for (int i = 1; i < targets.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (targets.get(i)
                        .file()
                        .toAbsolutePath()
                        .normalize()
                        .equals(targets.get(j).file().toAbsolutePath().normalize())) {
                    throw CommandException.usage(targets.get(i).name() + ": was given for two parts");
                }
            }
        }
    }

    private Written attempt(Source source, List<Target> targets, int level, long start)
            throws CommandException, IOException {
        DumpImage image = source.image();
        Progress progress = new RateProgress(user, image.pageSize(), false);
        Selection selection =
                Selection.of(image, source.kernel(), level, job.threads(), showProgress ? user : progress);
        stopped(selection.cancelled());
        DumpWriter writer = tools.writer(job.format());
        PageCompression compression = compression(writer, image);
        if (!targets.isEmpty()) {
            Room.check(targets, Room.estimate(image, selection.kept(), compression));
        }
        List<DumpWriter.Written> parts = write(source, selection, writer, compression, targets);
        List<Written.File> files = new ArrayList<>();
        long zeros = 0;
        long lost = 0;
        for (int i = 0; i < parts.size(); i++) {
            files.add(new Written.File(
                    job.outputs().get(i), parts.get(i).pages(), parts.get(i).bytes()));
            zeros += parts.get(i).zeros();
            lost += parts.get(i).lost();
        }
        List<Diagnostic> all = new ArrayList<>(remarks);
        all.addAll(source.remarks());
        all.addAll(selection.remarks());
        if (lost > 0) {
            all.add(
                    new Diagnostic(
                            Severity.WARNING,
                            lost
                                    + " pages could not be read and are not in the new dump; 'dump check' on the source lists them"));
        }
        return new Written(
                image.names(),
                image.facts().format(),
                source.bytes(),
                image.facts().complete(),
                image.pageSize(),
                image.endPfn(),
                selection,
                selection.memory().count(),
                level,
                compression,
                files,
                zeros,
                lost,
                (System.nanoTime() - start) / 1_000_000 / 1e3,
                all);
    }

    private PageCompression compression(DumpWriter writer, DumpImage image) throws CommandException {
        PageCompression asked = job.compression();
        if (asked == null) {
            asked = job.format().equals(Job.ELF) ? PageCompression.NONE : Source.compression(image);
        }
        if (!writer.compressions().contains(asked)) {
            throw CommandException.failed(
                    job.format().equals(Job.ELF)
                            ? "ELF dumps cannot be compressed; leave out -E, or -c, -l, -p and -z"
                            : "pages cannot be compressed with " + asked.name().toLowerCase(java.util.Locale.ROOT)
                                    + " here; use another compression");
        }
        return asked;
    }

    private List<DumpWriter.Written> write(
            Source source, Selection selection, DumpWriter writer, PageCompression compression, List<Target> targets)
            throws CommandException, IOException {
        RateProgress progress = new RateProgress(user, source.image().pageSize(), showProgress);
        long[] ends = ends(selection.kept(), job.outputs().size());
        Contents contents = new Contents(source.image(), source.kernel(), selection);
        List<DumpSink> sinks = new ArrayList<>();
        List<DumpWriter.Written> written = new ArrayList<>();
        try {
            for (int i = 0; i < ends.length; i++) {
                sinks.add(sink(targets, i));
            }
            int together = Parts.together(ends.length, job.threads());
            List<DumpContents> parts = new ArrayList<>();
            long first = 0;
            for (long end : ends) {
                parts.add(contents.part(
                        first, end, compression, job.format().equals(Job.ELF), Math.max(1, job.threads() / together)));
                first = end;
            }
            // A whole dump is told of as its writer does: an ELF dump by page frames.
            written.addAll(
                    parts.size() == 1
                            ? List.of(writer.write(parts.getFirst(), sinks.getFirst(), progress))
                            : new Parts(writer, parts, sinks, progress).write(together));
            stopped(user.cancelled() || written.stream().anyMatch(DumpWriter.Written::cancelled));
            for (DumpSink sink : sinks) {
                sink.finish();
            }
        } finally {
            sinks.forEach(Outputs::closeQuietly);
        }
        return written;
    }

    private DumpSink sink(List<Target> targets, int index) throws CommandException {
        if (job.dryRun()) {
            return new Discard(job.limit());
        }
        if (job.standardOutput()) {
            return Outputs.standardOutput(tools.container(Wrappings.FLATTENED));
        }
        return job.flattened()
                ? Outputs.flattenedFile(targets.get(index), job.limit(), tools.container(Wrappings.FLATTENED))
                : Outputs.file(targets.get(index), job.limit());
    }

    /**
     * Divides page frames into ranges with about as many pages each; returns where each ends. Ranges begin at multiples of 64: crash 8.0.2 to 8.0.6
     * counts the pages of a part by whole words of its bitmap (diskdump.c, read_dump_header), as makedumpfile's parts let it.
     */
    private static long[] ends(PageFrames kept, int parts) {
        long[] ends = new long[parts];
        long all = kept.count();
        long pages = 0;
        long at = 0;
        for (int i = 0; i < parts - 1; i++) {
            long wanted = all * (i + 1) / parts;
            while (pages < wanted) {
                long from = kept.next(at);
                long to = Math.min(kept.nextAbsent(from), from + (wanted - pages));
                pages += to - from;
                at = to;
            }
            ends[i] = at & -Long.SIZE;
        }
        ends[parts - 1] = kept.end();
        return ends;
    }

    private static void stopped(boolean cancelled) throws CommandException {
        if (cancelled) {
            throw CommandException.failed("stopped; nothing was written");
        }
    }
}
