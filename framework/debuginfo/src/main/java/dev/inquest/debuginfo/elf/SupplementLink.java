package dev.inquest.debuginfo.elf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of the supplementary file that dwz moved entries and strings to.
 *
 * <pre>
 * .gnu_debugaltlink := path:string build_id:byte*                                               (to the section's end)
 * .debug_sup        := version:u16 is_supplementary:u8 path:string length:uleb checksum:byte[length]   DWARF 5, section 7.3.6
 * </pre>
 *
 * dwz writes the build ID as the checksum.
 *
 * @param path where the file is, absolute or from the folder of the file that refers to it
 * @param buildId its build ID in lower-case hexadecimal
 */
public record SupplementLink(String path, String buildId) {
    private static final int LONGEST = 64;

    /** Returns the link of a file, or null when it has none or a damaged one. */
    public static @Nullable SupplementLink of(ElfFile file) {
        try {
            ElfSection section = file.section(".gnu_debugaltlink");
            if (section != null && section.inFile()) {
                Cursor in = file.cursor(section);
                String path = in.string();
                return new SupplementLink(path, hex(in, in.remaining()));
            }
            section = file.section(".debug_sup");
            if (section != null && section.inFile()) {
                Cursor in = file.cursor(section);
                in.skip(2);
                boolean supplementary = in.u8() != 0;
                String path = in.string();
                String id = hex(in, in.uleb());
                return supplementary ? null : new SupplementLink(path, id);
            }
            return null;
        } catch (MalformedException e) {
            return null;
        }
    }

    /** Returns the ID that a file has when it is a supplementary one of DWARF 5: its checksum; otherwise null. */
    public static @Nullable String checksum(ElfFile file) {
        try {
            ElfSection section = file.section(".debug_sup");
            if (section == null || !section.inFile()) {
                return null;
            }
            Cursor in = file.cursor(section);
            in.skip(3);
            in.skipString();
            return hex(in, in.uleb());
        } catch (MalformedException e) {
            return null;
        }
    }

    private static String hex(Cursor in, long size) throws MalformedException {
        if (size < 0 || size > LONGEST) {
            throw in.malformed("a build ID of " + size + " bytes");
        }
        return HexFormat.of().formatHex(in.bytes((int) size));
    }
}
