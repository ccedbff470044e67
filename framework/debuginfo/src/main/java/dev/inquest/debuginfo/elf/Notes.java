package dev.inquest.debuginfo.elf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Notes of an ELF file (ELF gABI 4.1, chapter 5, "Note Section").
 *
 * <pre>
 * notes := (namesz:u32 descsz:u32 type:u32 name[namesz] pad4 desc[descsz] pad4)*
 * </pre>
 */
public final class Notes {
    private static final int GNU_BUILD_ID = 3;

    private Notes() {}

    /**
     * Finds the GNU build ID, in {@code .note.gnu.build-id} or any other note section (vmlinux has one {@code .notes}).
     *
     * @return lower-case hexadecimal; empty when there is none or the notes are damaged
     */
    public static Optional<String> buildId(ElfFile file) {
        for (ElfSection section : file.sections()) {
            Optional<String> found = section.type() == ElfSection.NOTE ? buildId(file, section) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A damaged section tells nothing; another one may. */
    private static Optional<String> buildId(ElfFile file, ElfSection section) {
        try {
            return buildId(file.cursor(section));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> buildId(Cursor in) throws MalformedException {
        while (in.remaining() >= 12) {
            long nameSize = in.u32();
            long size = in.u32();
            int type = in.i32();
            int name = in.position();
            in.skip(nameSize);
            align(in);
            if (type == GNU_BUILD_ID && nameSize == 4 && in.data().getInt(name) == gnu(in) && size <= 64) {
                return Optional.of(HexFormat.of().formatHex(in.bytes((int) size)));
            }
            in.skip(size);
            align(in);
        }
        return Optional.empty();
    }

    /** "GNU" and a NUL, as a number in the file's byte order. */
    private static int gnu(Cursor in) {
        return in.order() == java.nio.ByteOrder.BIG_ENDIAN ? 0x474e5500 : 0x00554e47;
    }

    private static void align(Cursor in) throws MalformedException {
        in.skip(Math.min(in.remaining(), -in.position() & 3));
    }
}
