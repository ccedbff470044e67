package dev.inquest.api.capture;

import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is to be in a written dump.
 *
 * @param source the dump that pages are taken from; machine and page size are its own
 * @param notes all ELF notes, in order, VMCOREINFO among them
 * @param memory which page frames are memory of the machine
 * @param kept which of them to write; a frame that the source cannot give after all is left out and counted
 * @param withoutZeros whether pages of zeros are left out too. The kdump format has no need to: as makedumpfile does, it keeps one page of
 *     zeros that all of them share, so that they still read as zeros
 * @param first the first page frame that this file has the pages of: a part of a split dump has the sets of the whole, and pages of its own
 *     range; 0 for a whole dump
 * @param end the first page frame behind that range; {@link PageFrames#end()} for a whole dump
 * @param dumpLevel makedumpfile's level, for the header; empty when not known
 * @param uts the {@code new_utsname} for the header, or null when not known
 * @param crashTimeSeconds seconds since 1970 for the header, or 0
 * @param physicalBase physical address that the kernel's link address 0 of its text mapping stands for (x86_64's {@code phys_base}), else 0
 * @param segments ranges of memory with their virtual addresses, for formats that tell them; empty when not known
 * @param compression how to compress pages
 * @param threads how many threads compress, at least 1
 */
public record DumpContents(
        DumpImage source,
        List<ElfNote> notes,
        PageFrames memory,
        PageFrames kept,
        boolean withoutZeros,
        long first,
        long end,
        OptionalInt dumpLevel,
        DumpFacts.@Nullable Uts uts,
        long crashTimeSeconds,
        long physicalBase,
        List<DumpImage.Segment> segments,
        PageCompression compression,
        int threads) {
    /** Whether a part of a split dump is written. */
    public boolean part() {
        return first != 0 || end != memory.end();
    }
}
