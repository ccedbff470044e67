package dev.inquest.format.kdump;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The fields of a kdump's header and sub header by the names that makedumpfile has for them; see {@link KdumpHeader} for where they are. */
final class HeaderFields {
    private HeaderFields() {}

    static Row of(ByteSource source, KdumpHeader header) {
        Row row = new Row()
                .put("file", source.name())
                .put("signature", header.diskdump() ? "DISKDUMP" : "KDUMP")
                .put("header_version", header.version())
                .put("byte_order", header.order().equals(ByteOrder.LITTLE_ENDIAN) ? "little" : "big")
                .put("status", header.status())
                .put("status_words", status(header))
                .put("block_size", header.blockSize())
                .put("sub_hdr_size", header.subHeaderBlocks())
                .put("bitmap_blocks", header.bitmapBlocks())
                .put("max_mapnr", header.maxMapnr());
        try {
            MemorySegment bytes = source.slice(0, 0x1d0);
            ValueLayout.OfInt u32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(header.order());
            row.put("total_ram_blocks", bytes.get(u32, 0x1bc) & 0xffff_ffffL)
                    .put("device_blocks", bytes.get(u32, 0x1c0) & 0xffff_ffffL)
                    .put("written_blocks", bytes.get(u32, 0x1c4) & 0xffff_ffffL)
                    .put("current_cpu", bytes.get(u32, 0x1c8) & 0xffff_ffffL)
                    .put("nr_cpus", bytes.get(u32, 0x1cc));
            if (header.subHeaderBlocks() > 0) {
                row.put(
                        "phys_base",
                        new Address(source.slice(header.blockSize(), 8)
                                .get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(header.order()), 0)));
            }
        } catch (IndexOutOfBoundsException e) {
            // A hole of a flattened dump: the fields that were read when it was opened are shown.
            row.put("problem", "the file has a hole in its header");
        }
        return row.put("dump_level", header.dumpLevel())
                .put("split", header.split())
                .put("start_pfn", header.startPfn())
                .put("end_pfn", header.endPfn())
                .put("offset_vmcoreinfo", new Address(header.vmcoreInfo().offset()))
                .put("size_vmcoreinfo", header.vmcoreInfo().size())
                .put("offset_note", new Address(header.notes().offset()))
                .put("size_note", header.notes().size())
                .put("offset_eraseinfo", new Address(header.eraseInfo().offset()))
                .put("size_eraseinfo", header.eraseInfo().size());
    }

    private static String status(KdumpHeader header) {
        List<String> words = new ArrayList<>();
        int[] bits = {
            KdumpHeader.STATUS_ZLIB,
            KdumpHeader.STATUS_LZO,
            KdumpHeader.STATUS_SNAPPY,
            KdumpHeader.STATUS_ZSTD,
            KdumpHeader.STATUS_INCOMPLETE,
            KdumpHeader.STATUS_EXCLUDED_VMEMMAP
        };
        String[] names = {"zlib", "lzo", "snappy", "zstd", "incomplete", "parts of vmemmap left out"};
        for (int i = 0; i < bits.length; i++) {
            if ((header.status() & bits[i]) != 0) {
                words.add(names[i]);
            }
        }
        return String.join(", ", words);
    }
}
