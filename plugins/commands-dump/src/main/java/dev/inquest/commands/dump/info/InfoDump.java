package dev.inquest.commands.dump.info;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.commands.dump.DumpLevel;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Subcommand;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.file.Wrappings;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code dump info}: what a dump is and has, from its headers, bitmaps and page descriptors; no kernel is looked for in it. */
public final class InfoDump implements Subcommand {

    @Override
    public String name() {
        return "info";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException {
        if (operands.isEmpty()) {
            throw CommandException.usage("info: name a dump");
        }
        List<Row> rows = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (List<Path> files : dumps(Operands.paths(operands), tools, invocation.progress())) {
            try (DumpImage image = tools.image(files, invocation.progress())) {
                rows.add(row(image, files, tools, invocation.progress()));
            } catch (CommandException e) {
                diagnostics.add(new Diagnostic(Diagnostic.Severity.ERROR, String.valueOf(e.getMessage())));
            }
        }
        boolean verbose = invocation.arguments().has("v");
        Result.Status status = rows.isEmpty()
                ? Result.Status.FAILED
                : diagnostics.isEmpty() && rows.stream().allMatch(row -> row.is("complete"))
                        ? Result.Status.OK
                        : Result.Status.PARTIAL;
        return new Result("dump-info/1", status, List.copyOf(rows), List.copyOf(diagnostics), new InfoView(verbose));
    }

    /** Returns the files of each dump: those that open together are the parts of one. */
    private static List<List<Path>> dumps(List<Path> files, Tools tools, Progress progress) {
        if (files.size() > 1) {
            try (DumpImage whole = tools.image(files, progress)) {
                if (whole.names().size() == files.size()) {
                    return List.of(files);
                }
            } catch (CommandException e) {
                // Dumps of their own, then; what is wrong with each is said when it is opened.
            }
        }
        return files.stream().map(List::of).toList();
    }

    private static Row row(DumpImage image, List<Path> files, Tools tools, Progress progress) throws CommandException {
        DumpFacts facts = image.facts();
        Architecture architecture = NoteRows.architecture(image, tools);
        PageCounts counts = PageCounts.of(image, progress);
        DumpFacts.Uts uts = facts.uts();
        Integer level = facts.dumpLevel().isPresent() ? facts.dumpLevel().getAsInt() : null;
        Row row = new Row()
                .put("files", image.names())
                .put("bytes", bytes(files))
                .put("wrappings", wrappings(files.getFirst(), tools, progress))
                .put("format", facts.format())
                .put("architecture", architecture == null ? null : architecture.name())
                .put("e_machine", image.machine().elfMachine())
                .put("byte_order", image.machine().order().equals(ByteOrder.LITTLE_ENDIAN) ? "little" : "big")
                .put("page_size", image.pageSize())
                .put("release", release(image, uts))
                .put("version", uts == null ? null : uts.version())
                .put("host", uts == null || uts.nodename().isEmpty() ? null : uts.nodename())
                .put(
                        "crash_time",
                        facts.crashTimeSeconds() == 0 ? crashTime(image) : Long.valueOf(facts.crashTimeSeconds()))
                .put("dump_level", level)
                .put("left_out", level == null ? null : DumpLevel.words(level))
                .put("complete", facts.complete() && counts.lost() == 0)
                .put("partial", facts.partial())
                .put("end_pfn", image.endPfn())
                .put("pages", pages(counts))
                .put("stored", stored(counts))
                .put("remarks", facts.remarks())
                .put("meaning", meaning(facts, counts))
                .put("cpus", NoteRows.cpus(image, tools))
                .put("notes", NoteRows.notes(image))
                .put("vmcoreinfo", NoteRows.vmcoreInfo(image))
                .put("headers", image.headers());
        return row;
    }

    private static long bytes(List<Path> files) {
        long bytes = 0;
        for (Path file : files) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                // It was there a moment ago; the others are summed up.
            }
        }
        return bytes;
    }

    private static List<String> wrappings(Path file, Tools tools, Progress progress) throws CommandException {
        try (Wrappings wrappings = Wrappings.open(file, tools, progress)) {
            return wrappings.names();
        }
    }

    private static @Nullable String release(DumpImage image, DumpFacts.@Nullable Uts uts) {
        String told = image.vmcoreInfo().flatMap(info -> info.get("OSRELEASE")).orElse(null);
        return told == null && uts != null && !uts.release().isEmpty() ? uts.release() : told;
    }

    private static @Nullable Long crashTime(DumpImage image) {
        try {
            VmcoreInfo info = image.vmcoreInfo().orElse(null);
            String text = info == null ? null : info.get("CRASHTIME").orElse(null);
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Row pages(PageCounts counts) {
        return new Row()
                .put("memory", counts.memory())
                .put("in_dump", counts.held())
                .put("excluded", counts.excluded())
                .put("lost", counts.lost())
                .put("no_memory", counts.noMemory());
    }

    private static List<Row> stored(PageCounts counts) {
        List<Row> rows = new ArrayList<>();
        counts.stored()
                .forEach((name, stored) -> rows.add(new Row()
                        .put("compression", name)
                        .put("pages", stored.pages())
                        .put("bytes", stored.bytes())));
        return rows;
    }

    private static List<String> meaning(DumpFacts facts, PageCounts counts) {
        List<String> meaning = new ArrayList<>();
        int level = facts.dumpLevel().orElse(0);
        if (facts.dumpLevel().isPresent()) {
            meaning.addAll(DumpLevel.meaning(level));
        } else if (counts.excluded() > 0) {
            meaning.add("pages were left out, and nothing in the dump says which kinds");
        }
        if (counts.lost() > 0) {
            meaning.add(
                    counts.lost()
                            + " pages that the dump should have are not in it; whatever they held reads as lost. 'dump check' lists them");
        }
        return meaning;
    }
}
