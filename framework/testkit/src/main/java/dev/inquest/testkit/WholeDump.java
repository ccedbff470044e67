package dev.inquest.testkit;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;

/** What is needed to write a dump again: everything that it has. */
public final class WholeDump {
    private WholeDump() {}

    /** Returns all of a dump, to be written by two threads. */
    public static DumpContents of(DumpImage source, PageCompression compression) {
        PageFrames memory = new PageFrames(source.endPfn());
        PageFrames kept = new PageFrames(source.endPfn());
        for (long pfn = 0; pfn < source.endPfn(); pfn = source.run(pfn).end()) {
            DumpImage.Run run = source.run(pfn);
            Page.Missing missing = run.missing();
            if (missing == null || missing.kind() != Fault.Kind.NOT_MAPPED) {
                memory.add(pfn, run.end());
            }
            if (missing == null) {
                kept.add(pfn, run.end());
            }
        }
        return new DumpContents(
                source,
                source.notes(),
                memory,
                kept,
                false,
                0,
                source.endPfn(),
                source.facts().dumpLevel(),
                source.facts().uts(),
                source.facts().crashTimeSeconds(),
                source.vmcoreInfo()
                        .map(info -> info.number("phys_base").orElse(0))
                        .orElse(0L),
                source.segments(),
                compression,
                2);
    }

    /** Returns a part of what is to be written, with the page frames from {@code first} to before {@code end}. */
    public static DumpContents part(DumpContents whole, long first, long end) {
        return new DumpContents(
                whole.source(),
                whole.notes(),
                whole.memory(),
                whole.kept(),
                whole.withoutZeros(),
                first,
                end,
                whole.dumpLevel(),
                whole.uts(),
                whole.crashTimeSeconds(),
                whole.physicalBase(),
                whole.segments(),
                whole.compression(),
                whole.threads());
    }
}
