package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Puts sections into a file. */
final class BundleWriter {
    private final List<SectionData> sections = new ArrayList<>();
    private final Tally tally = new Tally();

    void add(SectionData section) {
        sections.add(section);
        tally.add(section);
    }

    /** Returns what was added. */
    Tally tally() {
        return tally;
    }

    /** Returns the file. */
    byte[] end() {
        Bytes directory = new Bytes();
        Bytes data = new Bytes();
        long begin = Format.HEADER + (long) sections.size() * Format.ENTRY;
        for (SectionData section : sections) {
            data.put(new byte[(int) (-(begin + data.size()) & 7)]);
            directory
                    .u32(section.kind())
                    .u32(section.module())
                    .u64(begin + data.size())
                    .u64(section.bytes().length)
                    .u32(crc(section.bytes(), section.checked()))
                    .u32(0);
            data.put(section.bytes());
        }
        Bytes header = new Bytes();
        header.u64(Format.MAGIC).u32(Format.VERSION).u32(0).u64(begin + data.size());
        header.u32(sections.size()).u32(crc(directory.toArray(), directory.size()));
        header.put(new byte[Format.HEADER - 4 - header.size()]);
        header.u32(crc(header.toArray(), header.size()));
        return header.put(directory).put(data).toArray();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
