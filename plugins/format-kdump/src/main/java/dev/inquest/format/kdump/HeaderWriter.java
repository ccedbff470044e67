package dev.inquest.format.kdump;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.image.DumpFacts.Uts;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.ElfNotes;
import dev.inquest.api.image.Machine;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the header and the sub header, of version 6, with the notes behind it as makedumpfile lays them out: VMCOREINFO is pointed at where
 * it lies among them. What was erased from the source follows the notes. The grammar is {@link KdumpHeader}'s.
 */
final class HeaderWriter {
    private static final int UTS_FIELD = 65;

    private final DumpContents contents;
    private final int block;
    private final ByteOrder order;
    private final long maxMapnr;

    HeaderWriter(DumpContents contents) {
        this.contents = contents;
        this.block = contents.source().pageSize();
        this.order = contents.source().machine().order();
        this.maxMapnr = contents.memory().end();
    }

    /** Returns how many blocks one bitmap takes. */
    long bitmapBlocks() {
        return ((maxMapnr + 7) / 8 + block - 1) / block;
    }

    /** Returns everything before the first bitmap. */
    ByteBuffer write() {
        List<ElfNote> list = contents.notes().stream()
                .filter(note -> !note.name().equals(ElfNote.ERASE_INFO))
                .toList();
        byte[] notes = ElfNotes.section(list, order);
        byte[] erased = erased();
        long processors = contents.notes().stream()
                .filter(note -> note.name().equals("CORE") && note.type() == ElfNote.NT_PRSTATUS)
                .count();
        int subBlocks = (KdumpHeader.SUB_HEADER_SIZE + notes.length + erased.length + block - 1) / block;
        ByteBuffer head =
                ByteBuffer.allocate(Math.multiplyExact(1 + subBlocks, block)).order(order);
        head.put(0, "KDUMP   ".getBytes(StandardCharsets.US_ASCII)).putInt(8, KdumpHeader.NEWEST_VERSION);
        uts(head);
        head.putLong(0x198, contents.crashTimeSeconds());
        head.putInt(0x1a8, status(contents.compression()));
        head.putInt(0x1ac, block).putInt(0x1b0, subBlocks);
        head.putInt(0x1b4, (int) Math.min(2 * bitmapBlocks(), 0xffff_ffffL)).putInt(0x1b8, cut(maxMapnr));
        head.putInt(0x1cc, (int) processors);
        subHeader(head);
        notes(head, list, notes);
        erased(head, block + KdumpHeader.SUB_HEADER_SIZE + notes.length, erased);
        return head;
    }

    private void subHeader(ByteBuffer head) {
        int at = block;
        head.putLong(at, contents.physicalBase());
        head.putInt(at + 8, contents.dumpLevel().orElse(0));
        if (contents.part()) {
            head.putInt(at + 0xc, 1);
            head.putLong(at + 0x10, cut(contents.first()) & 0xffff_ffffL);
            head.putLong(at + 0x18, cut(contents.end()) & 0xffff_ffffL);
            head.putLong(at + 0x50, contents.first()).putLong(at + 0x58, contents.end());
        }
        head.putLong(at + 0x60, maxMapnr);
    }

    private void notes(ByteBuffer head, List<ElfNote> list, byte[] notes) {
        if (notes.length == 0) {
            return;
        }
        int at = block;
        int place = at + KdumpHeader.SUB_HEADER_SIZE;
        head.putLong(at + 0x30, place).putLong(at + 0x38, notes.length).put(place, notes);
        for (ElfNote note : list) {
            place += ElfNotes.section(List.of(note), order).length;
            if (note.name().equals("VMCOREINFO")) {
                int size = (int) note.description().byteSize();
                head.putLong(at + 0x20, place - (size + 3 & ~3)).putLong(at + 0x28, size);
                break;
            }
        }
    }

    /** Returns the text of what was erased from the source; the parts of a split source tell the same. */
    private byte[] erased() {
        return contents.notes().stream()
                .filter(note -> note.name().equals(ElfNote.ERASE_INFO))
                .findFirst()
                .map(note -> note.description().toArray(ValueLayout.JAVA_BYTE))
                .orElse(new byte[0]);
    }

    private void erased(ByteBuffer head, int place, byte[] erased) {
        if (erased.length > 0) {
            head.putLong(block + 0x40, place)
                    .putLong(block + 0x48, erased.length)
                    .put(place, erased);
        }
    }

    private static int cut(long number) {
        return (int) Math.min(number, 0xffff_ffffL);
    }

    static int status(PageCompression compression) {
        return switch (compression) {
            case NONE -> 0;
            case ZLIB -> KdumpHeader.STATUS_ZLIB;
            case LZO -> KdumpHeader.STATUS_LZO;
            case SNAPPY -> KdumpHeader.STATUS_SNAPPY;
            case ZSTD -> KdumpHeader.STATUS_ZSTD;
        };
    }

    /** The name of the machine, which readers tell the architecture from, is filled in even when nothing else is known. */
    private void uts(ByteBuffer head) {
        Uts uts = contents.uts();
        String release = contents.source()
                .vmcoreInfo()
                .flatMap(info -> info.get("OSRELEASE"))
                .orElse("");
        List<String> fields = uts == null
                ? List.of("Linux", "", release, "", machine(contents.source().machine()), "")
                : List.of(uts.sysname(), uts.nodename(), uts.release(), uts.version(), uts.machine(), uts.domainname());
        for (int i = 0; i < fields.size(); i++) {
            byte[] field = fields.get(i).getBytes(StandardCharsets.UTF_8);
            head.put(0xc + i * UTS_FIELD, Arrays.copyOf(field, Math.min(field.length, UTS_FIELD - 1)));
        }
    }

    private static String machine(Machine machine) {
        return switch (machine.elfMachine()) {
            case Machine.EM_X86_64 -> "x86_64";
            case Machine.EM_AARCH64 -> "aarch64";
            case Machine.EM_PPC64 -> machine.order().equals(ByteOrder.LITTLE_ENDIAN) ? "ppc64le" : "ppc64";
            default -> "";
        };
    }
}
