package dev.inquest.api.image;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Takes a note section apart (System V ABI, "Note Section"; as the kernel writes it in kernel/kexec_core.c,
 * {@code append_elf_note}):
 *
 * <pre>
 * notes := note*
 * note  := namesz:u32 descsz:u32 type:u32 name[namesz] pad4 desc[descsz] pad4
 * </pre>
 *
 * Numbers are in the byte order of the machine. The last note may lack its padding. A header of three zeros is an empty
 * note, which the kernel leaves for CPUs that were not running: it is passed over.
 */
public final class ElfNotes {
    private static final int HEADER = 12;
    private static final int MAXIMUM_NOTES = 1 << 16;
    private static final int MAXIMUM_NAME = 256;
    private static final int NT_GNU_BUILD_ID = 3;
    private static final int MAXIMUM_BUILD_ID = 64;

    private ElfNotes() {}

    /**
     * Returns the notes of a section up to the first that does not fit into it; at most 65,536. Descriptions are slices
     * of the section, nothing is copied.
     *
     * @param section the bytes of the section; any bytes will do, damage only shortens the result
     * @param order byte order of the machine that was dumped
     */
    public static List<ElfNote> parse(MemorySegment section, ByteOrder order) {
        long size = Math.min(section.byteSize(), Integer.MAX_VALUE);
        ByteBuffer bytes = Bytes.view(section.asSlice(0, size), order);
        List<ElfNote> notes = new ArrayList<>();
        long at = 0;
        while (at + HEADER <= size && notes.size() < MAXIMUM_NOTES) {
            long nameSize = bytes.getInt((int) at) & 0xffff_ffffL;
            long descriptionSize = bytes.getInt((int) at + 4) & 0xffff_ffffL;
            int type = bytes.getInt((int) at + 8);
            long name = at + HEADER;
            long description = name + align(nameSize);
            long end = description + descriptionSize;
            if (nameSize > MAXIMUM_NAME || end > size) {
                break;
            }
            if (nameSize != 0 || descriptionSize != 0 || type != 0) {
                notes.add(new ElfNote(
                        string(section, name, (int) nameSize),
                        type,
                        section.asSlice(description, descriptionSize).asReadOnly()));
            }
            at = description + align(descriptionSize);
        }
        return notes;
    }

    /**
     * Returns the GNU build ID among notes, in lower-case hexadecimal: the description of a note {@code GNU} of type 3 (binutils,
     * {@code NT_GNU_BUILD_ID}).
     *
     * @param section the bytes of the section; any bytes will do
     * @param order byte order of the machine
     */
    public static Optional<String> buildId(MemorySegment section, ByteOrder order) {
        for (ElfNote note : parse(section, order)) {
            long size = note.description().byteSize();
            if (note.type() == NT_GNU_BUILD_ID && note.name().equals("GNU") && size > 0 && size <= MAXIMUM_BUILD_ID) {
                return Optional.of(HexFormat.of().formatHex(Bytes.copy(note.description())));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns notes as a section, each padded to four bytes: what {@link #parse} takes apart.
     *
     * @param notes whose descriptions are in the byte order of the machine already
     * @param order byte order of the machine
     */
    public static byte[] section(List<ElfNote> notes, ByteOrder order) {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        for (ElfNote note : notes) {
            byte[] name = (note.name() + '\0').getBytes(StandardCharsets.ISO_8859_1);
            byte[] description = Bytes.copy(note.description());
            int text = HEADER + (int) align(name.length);
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(text + align(description.length)))
                    .order(order);
            bytes.putInt(name.length).putInt(description.length).putInt(note.type());
            section.writeBytes(bytes.put(name).put(text, description).array());
        }
        return section.toByteArray();
    }

    private static long align(long size) {
        return size + 3 & ~3L;
    }

    private static String string(MemorySegment section, long offset, int size) {
        byte[] bytes = Bytes.copy(section.asSlice(offset, size));
        int length = 0;
        while (length < size && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
