package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.commands.dump.DumpLevel;
import dev.inquest.commands.dump.classify.PageKind;
import dev.inquest.commands.dump.classify.PageKinds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page frames of a dump go into the one that is written.
 *
 * @param memory frames that are memory of the machine
 * @param kept frames to write: those that the source has, without those that the level leaves out
 * @param sourceLacks how many frames of memory the source does not have: left out before, or lost
 * @param leftOut how many frames that the source has are left out, by kind
 * @param level the level that the written dump has: what was asked for, and what the source was without already
 * @param sourceLevel the source's own level, or 0
 * @param everything whether all pages that the source has are taken over
 * @param remarks what users should know of how the pages were judged
 * @param cancelled whether the user stopped it; the sets are then not complete
 */
record Selection(
        PageFrames memory,
        PageFrames kept,
        long sourceLacks,
        Map<PageKind, Long> leftOut,
        int level,
        int sourceLevel,
        boolean everything,
        List<Diagnostic> remarks,
        boolean cancelled) {

    /**
     * Chooses pages.
     *
     * @param image the source
     * @param kernel the kernel in it; null when it could not be opened, and then no level above 1 can be had
     * @param asked the level; -1 to take over all pages that the source has
     * @throws CommandException when the kernel's types do not let the level be had
     */
    static Selection of(DumpImage image, @Nullable Kernel kernel, int asked, int threads, Progress progress)
            throws CommandException {
        int before = image.facts().dumpLevel().orElse(0);
        int level = Math.max(asked, 0) | Math.clamp(before, 0, DumpLevel.HIGHEST);
        PageFrames memory = new PageFrames(image.endPfn());
        PageFrames held = new PageFrames(image.endPfn());
        boolean stopped = survey(image, memory, held, progress);
        long lacks = memory.count() - held.count();
        Map<PageKind, Long> leftOut = new EnumMap<>(PageKind.class);
        List<Diagnostic> remarks = new ArrayList<>();
        PageKinds kinds =
                asked < 0 || kernel == null || stopped ? null : judge(kernel, asked, threads, progress, remarks);
        if (kinds != null) {
            remarks.addAll(kinds.remarks());
            stopped = kinds.cancelled();
            long rest = held.count();
            for (PageKind kind : PageKind.values()) {
                if (kind.excludedAt(asked)) {
                    held.removeAll(kinds.frames(kind));
                    long now = held.count();
                    leftOut.put(kind, rest - now);
                    rest = now;
                }
            }
        }
        return new Selection(memory, held, lacks, leftOut, level, before, asked < 0, List.copyOf(remarks), stopped);
    }

    /** Fills the sets from what the dump says of its pages, and returns whether the user stopped it. */
    private static boolean survey(DumpImage image, PageFrames memory, PageFrames held, Progress progress) {
        long end = image.endPfn();
        for (long pfn = 0; pfn < end; ) {
            if (progress.cancelled()) {
                return true;
            }
            progress.report("surveying " + image.names().getFirst(), pfn, end);
            DumpImage.Run run = image.run(pfn);
            Page.Missing missing = run.missing();
            if (missing == null) {
                held.add(pfn, run.end());
            }
            if (missing == null || missing.kind() != Fault.Kind.NOT_MAPPED) {
                memory.add(pfn, run.end());
            }
            pfn = run.end();
        }
        return false;
    }

    /** Judges the pages. Levels 0 and 1 leave out no more than broken and offline memory, and do without when that cannot be told. */
    private static @Nullable PageKinds judge(
            Kernel kernel, int level, int threads, Progress progress, List<Diagnostic> remarks)
            throws CommandException {
        String problem;
        try {
            PageKinds kinds = PageKinds.read(kernel, threads, progress);
            List<String> refusals = kinds.refusals(level);
            if (refusals.isEmpty() || level <= DumpLevel.ZERO) {
                return kinds;
            }
            problem = String.join("; ", refusals);
        } catch (MissingTypeException | FaultException | CorruptListException e) {
            problem = String.valueOf(e.getMessage());
        }
        if (level <= DumpLevel.ZERO) {
            remarks.add(new Diagnostic(
                    Diagnostic.Severity.INFO,
                    "broken and offline memory cannot be told from other memory: " + problem));
            return null;
        }
        throw CommandException.failed("level " + level + " cannot be had: " + problem
                + "; without that only the levels 0 and 1 can be had. A vmlinux or a layout bundle of this very kernel would give what "
                + "is missing: -x FILE");
    }
}
