package dev.inquest.format.elf;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The fields of an ELF dump's headers by their names in the System V ABI; see {@link ElfHeader} for where they are. */
final class ElfFields {
    /** A dump of a machine with more ranges of memory shows the first ones. */
    private static final int MOST_SEGMENTS = 1024;

    private ElfFields() {}

    static Row of(ByteSource source) {
        Row row = new Row().put("file", source.name());
        try {
            ElfHeader header = ElfHeader.read(source);
            MemorySegment bytes = source.slice(0, 64);
            ValueLayout.OfShort u16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(header.order());
            row.put("byte_order", header.order().equals(ByteOrder.LITTLE_ENDIAN) ? "little" : "big")
                    .put("e_machine", header.machine())
                    .put("e_phnum", header.programHeaders().size() + header.missingHeaders())
                    .put("e_flags", bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(header.order()), 0x30))
                    .put("e_shnum", bytes.get(u16, 0x3c) & 0xffff);
            List<Row> segments = new ArrayList<>();
            for (ElfHeader.ProgramHeader segment : header.programHeaders()) {
                if (segments.size() < MOST_SEGMENTS) {
                    segments.add(new Row()
                            .put("p_type", type(segment.type()))
                            .put("p_offset", new Address(segment.offset()))
                            .put("p_vaddr", new Address(segment.virtualAddress()))
                            .put("p_paddr", new Address(segment.physicalAddress()))
                            .put("p_filesz", new Address(segment.fileSize()))
                            .put("p_memsz", new Address(segment.memorySize())));
                }
            }
            row.put("program_headers", segments);
        } catch (OpenException | IndexOutOfBoundsException e) {
            // The file changed since it was opened; what was read so far is shown.
            row.put("problem", String.valueOf(e.getMessage()));
        }
        return row;
    }

    private static String type(int type) {
        return switch (type) {
            case ElfHeader.PT_LOAD -> "PT_LOAD";
            case ElfHeader.PT_NOTE -> "PT_NOTE";
            default -> "0x" + Integer.toHexString(type);
        };
    }
}
