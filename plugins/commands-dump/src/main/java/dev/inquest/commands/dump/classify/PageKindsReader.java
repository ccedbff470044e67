package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the kinds of all page frames. */
final class PageKindsReader {
    private PageKindsReader() {}

    static PageKinds read(Kernel kernel, int threads, Progress progress) {
        PageFrames memory = memory(kernel.image());
        EnumMap<PageKind, PageFrames> kinds = new EnumMap<>(PageKind.class);
        EnumMap<PageKind, String> unknown = new EnumMap<>(PageKind.class);
        for (PageKind kind : PageKind.values()) {
            kinds.put(kind, new PageFrames(memory.end()));
            unknown.put(kind, "not read yet");
        }
        return new PageKinds(memory, kinds, Map.copyOf(unknown), List.of(), memory.count(), progress.cancelled());
    }

    /** Returns the frames of a dump's memory: those it has, and those that were left out or lost. */
    static PageFrames memory(DumpImage image) {
        PageFrames memory = new PageFrames(image.endPfn());
        long pfn = 0;
        while (pfn < memory.end()) {
            DumpImage.Run run = image.run(pfn);
            long end = Math.min(run.end(), memory.end());
            if (run.missing() == null || run.missing().kind() != Fault.Kind.NOT_MAPPED) {
                memory.add(pfn, end);
            }
            pfn = end;
        }
        return memory;
    }
}
