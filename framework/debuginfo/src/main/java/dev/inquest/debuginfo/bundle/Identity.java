package dev.inquest.debuginfo.bundle;

import dev.inquest.api.image.Machine;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a kernel or module is.
 *
 * @param module the module's name; empty for a kernel
 * @param buildId build ID in lower-case hexadecimal; empty when it has none
 * @param release kernel release; empty when not known
 * @param machine the machine
 * @param pointerSize bytes of a pointer
 * @param sections the sections that are in memory
 */
public record Identity(
        String module, String buildId, String release, Machine machine, int pointerSize, List<Part> sections) {
    private static final int MOST_SECTIONS = 1 << 16;

    /**
     * A section in memory.
     *
     * @param name its name
     * @param address its address in this file: as linked for a kernel; for a module, whose sections are loaded one by one, one that
     *     the file makes up
     * @param size bytes
     * @param flags {@link Format#SECTION_CODE}, {@link Format#SECTION_FIXED}
     */
    public record Part(String name, long address, long size, int flags) {

        /** Returns whether the section does not move with the kernel. */
        boolean fixed() {
            return (flags & Format.SECTION_FIXED) != 0;
        }
    }

    static Identity read(Section section) throws MalformedException {
        section.check(section.data().limit());
        Cursor in = new Cursor(section.file() + " section " + section.kind(), section.data());
        String module = text(in);
        String buildId = text(in);
        String release = text(in);
        int elfMachine = in.u16();
        ByteOrder order = in.u8() == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int pointerSize = in.u8();
        long count = in.uleb();
        if (count < 0 || count > MOST_SECTIONS || pointerSize != 4 && pointerSize != 8) {
            throw in.malformed(count + " sections, pointers of " + pointerSize + " bytes");
        }
        List<Part> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String name = text(in);
            long address = in.u64();
            long size = in.u64();
            parts.add(new Part(name, address, size, in.u8()));
        }
        return new Identity(module, buildId, release, new Machine(elfMachine, order), pointerSize, List.copyOf(parts));
    }

    /** Reads a text: its length and its UTF-8 bytes. */
    static String text(Cursor in) throws MalformedException {
        long length = in.uleb();
        if (length < 0 || length > in.remaining()) {
            throw in.malformed("a text of " + Long.toUnsignedString(length) + " bytes");
        }
        int start = in.position();
        in.skip(length);
        return dev.inquest.debuginfo.data.Strings.decode(in.data(), start, (int) length);
    }
}
