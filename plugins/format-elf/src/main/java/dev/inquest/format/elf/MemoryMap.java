package dev.inquest.format.elf;

import dev.inquest.api.image.DumpImage.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * What the {@code PT_LOAD} headers say of memory, in three grades.
 *
 * @param segments the headers as they are, in the order of the file
 * @param present memory whose bytes are in the file
 * @param claimed memory whose bytes the headers promise ({@code p_filesz}), whether the file reaches so far or not
 * @param memory all memory that the headers tell of ({@code p_memsz}); makedumpfile leaves pages out that way
 * @param missingBytes how many promised bytes lie beyond the end of the file
 */
record MemoryMap(List<Segment> segments, RangeIndex present, RangeIndex claimed, RangeIndex memory, long missingBytes) {

    static MemoryMap of(List<ElfHeader.ProgramHeader> headers, long fileEnd) {
        List<Segment> segments = new ArrayList<>();
        List<RangeIndex.Range> present = new ArrayList<>();
        List<RangeIndex.Range> claimed = new ArrayList<>();
        List<RangeIndex.Range> memory = new ArrayList<>();
        long missing = 0;
        for (ElfHeader.ProgramHeader header : headers) {
            if (header.type() != ElfHeader.PT_LOAD || !plausible(header)) {
                continue;
            }
            long start = header.physicalAddress();
            segments.add(new Segment(start, header.virtualAddress(), header.memorySize(), header.fileSize()));
            long inFile = Math.clamp(fileEnd - header.offset(), 0, header.fileSize());
            missing += header.fileSize() - inFile;
            present.add(new RangeIndex.Range(start, start + inFile, header.offset()));
            claimed.add(new RangeIndex.Range(start, start + header.fileSize(), header.offset()));
            long size = Math.max(header.memorySize(), header.fileSize());
            memory.add(new RangeIndex.Range(start, start + size, header.offset()));
        }
        return new MemoryMap(
                List.copyOf(segments),
                new RangeIndex(present),
                new RangeIndex(claimed),
                new RangeIndex(memory),
                missing);
    }

    /** A physical address of all ones means that the segment has none; sums must stay inside 63 bits. */
    private static boolean plausible(ElfHeader.ProgramHeader header) {
        long limit = 1L << 56;
        return inside(header.physicalAddress(), limit)
                && inside(header.memorySize(), limit)
                && inside(header.fileSize(), limit)
                && inside(header.offset(), limit);
    }

    private static boolean inside(long value, long limit) {
        return value >= 0 && value <= limit;
    }
}
