package dev.inquest.debuginfo.index;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Indices of one file with debug information as they lie in the user's cache. All numbers are little-endian; sections begin at multiples of 8.
 *
 * <pre>
 * file      := header directory section*
 * header    := magic:"InquestD" version:u32 count:u32 size:u64 length:u32 id:byte[64] check:u32
 *              of the file that it is of: the size in bytes and the build ID, zeros behind its length;
 *              check is the CRC-32C of the header before it, followed by the directory
 * directory := (kind:u32 check:u32 offset:u64 bytes:u64)[count]     check is the CRC-32C of the section
 * section   := what {@link Section} says
 * </pre>
 *
 * A section's checksum is computed when the section is first used. What is wrong in any way counts as absent.
 */
public final class IndexFile {
    /** Raised whenever the meaning of any section changes. */
    public static final int VERSION = 2;

    /** The longest build ID in bytes. */
    public static final int LONGEST_ID = 64;

    private static final byte[] MAGIC = "InquestD".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 8 + 4 + 4 + 8 + 4 + LONGEST_ID + 4;
    private static final int ENTRY = 24;

    /** What a file holds. Offsets are those of {@code .debug_info} unless said otherwise. */
    public enum Section {
        /** {@code u32[]}: the offsets of all units, rising. */
        UNITS(1),
        /** {@code u64[]}: the keys of the DWARF reader's table of names. */
        NAME_KEYS(2),
        /** {@code u32[]}: for each key the offset of the first entry with it. */
        NAME_OFFSETS(3),
        /** {@code u32[]}: a hash table of positions in the keys plus 1; 0 is free. */
        NAME_SLOTS(4),
        /** {@code u64[]}: the first addresses of ranges with code as linked, rising as unsigned numbers. */
        RANGE_STARTS(5),
        /** {@code u64[]}: the addresses behind them. */
        RANGE_ENDS(6),
        /** {@code u32[]}: the offsets of their units. */
        RANGE_UNITS(7),
        /** {@code u64[]}: the first addresses of call frame information, rising as unsigned numbers. */
        FRAME_STARTS(8),
        /** {@code u32[]}: the offsets of their entries in {@code .debug_frame} or {@code .eh_frame}. */
        FRAME_OFFSETS(9),
        /** {@code u32[]}, as many as a power of two: by hash of the name, the first of a chain of entries of {@code .symtab}; 0 is none. */
        SYMBOL_HEADS(10),
        /** {@code u32[]}: for each entry of {@code .symtab} the next of its chain; 0 is none. */
        SYMBOL_NEXT(11),
        /** {@code u64[]}: the addresses as linked of symbols that answer for an address, rising as unsigned numbers. */
        SYMBOL_ADDRESSES(12),
        /** {@code u32[]}: which entries of {@code .symtab} they are. */
        SYMBOL_NUMBERS(13);

        private final int number;

        Section(int number) {
            this.number = number;
        }

        private static @Nullable Section of(int number) {
            for (Section section : values()) {
                if (section.number == number) {
                    return section;
                }
            }
            return null;
        }
    }

    private final ByteBuffer data;
    private final Map<Section, ByteBuffer> sections = new EnumMap<>(Section.class);
    private final Map<Section, Integer> checks = new EnumMap<>(Section.class);
    private final Set<Section> verified = EnumSet.noneOf(Section.class);
    private volatile boolean damaged;

    private IndexFile(ByteBuffer data) {
        this.data = data;
    }

    /**
     * Opens an index.
     *
     * @param bytes the file
     * @param id build ID of the file that it should be of
     * @param size bytes of that file
     * @return the index, or null when it is of another file or version, or damaged
     */
    public static @Nullable IndexFile open(ByteBuffer bytes, byte[] id, long size) {
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (data.limit() < HEADER || id.length > LONGEST_ID) {
            return null;
        }
        byte[] expected = header(id, size, data.getInt(12)).array();
        for (int i = 0; i < expected.length; i++) {
            if (data.get(i) != expected[i]) {
                return null;
            }
        }
        int count = data.getInt(12);
        if (count < 0 || count > Section.values().length || data.limit() < HEADER + count * ENTRY) {
            return null;
        }
        if (sum(data.slice(0, HEADER - 4), data.slice(HEADER, count * ENTRY)) != data.getInt(HEADER - 4)) {
            return null;
        }
        IndexFile file = new IndexFile(data);
        for (int i = 0; i < count; i++) {
            file.entry(HEADER + i * ENTRY);
        }
        return file.damaged ? null : file;
    }

    private void entry(int at) {
        Section kind = Section.of(data.getInt(at));
        long offset = data.getLong(at + 8);
        long bytes = data.getLong(at + 16);
        boolean inside = offset >= 0 && bytes >= 0 && offset <= data.limit() && bytes <= data.limit() - offset;
        if (kind == null || !inside || (offset & 7) != 0 || (bytes & 3) != 0) {
            damaged = true;
            return;
        }
        sections.put(kind, data.slice((int) offset, (int) bytes).order(ByteOrder.LITTLE_ENDIAN));
        checks.put(kind, data.getInt(at + 4));
    }

    /** Returns whether a section was found to be damaged. */
    public boolean damaged() {
        return damaged;
    }

    /** Notes that the sections contradict one another. */
    public void reject() {
        damaged = true;
    }

    private synchronized @Nullable ByteBuffer section(Section kind) {
        ByteBuffer section = sections.get(kind);
        if (section == null || damaged) {
            return null;
        }
        if (!verified.contains(kind)) {
            Integer told = checks.get(kind);
            if (told == null || told != sum(section)) {
                damaged = true;
                return null;
            }
            verified.add(kind);
        }
        return section;
    }

    private static int sum(ByteBuffer... parts) {
        CRC32C check = new CRC32C();
        for (ByteBuffer part : parts) {
            check.update(part.duplicate());
        }
        return (int) check.getValue();
    }

    /** Returns a section of 64-bit numbers, or null when it is absent or damaged. */
    public @Nullable LongBuffer longs(Section kind) {
        ByteBuffer section = section(kind);
        return section == null ? null : section.asLongBuffer();
    }

    /** Returns a section of 32-bit numbers, or null when it is absent or damaged. */
    public @Nullable IntBuffer ints(Section kind) {
        ByteBuffer section = section(kind);
        return section == null ? null : section.asIntBuffer();
    }

    private static ByteBuffer header(byte[] id, long size, int count) {
        return ByteBuffer.allocate(HEADER - 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(count)
                .putLong(size)
                .putInt(id.length)
                .put(Arrays.copyOf(id, LONGEST_ID));
    }

    /**
     * Makes the bytes of a file.
     *
     * @param id build ID of the file that it is of
     * @param size bytes of that file
     * @param contents the sections, {@link LongBuffer}s and {@link IntBuffer}s
     */
    public static ByteBuffer write(byte[] id, long size, Map<Section, Buffer> contents) {
        int directory = HEADER;
        long total = HEADER + (long) contents.size() * ENTRY + 7 & ~7L;
        for (Buffer content : contents.values()) {
            total += bytes(content) + 7 & ~7L;
        }
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(total)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(header(id, size, contents.size()).flip());
        int at = HEADER + contents.size() * ENTRY + 7 & ~7;
        for (Section kind : Section.values()) {
            Buffer content = contents.get(kind);
            if (content == null) {
                continue;
            }
            int bytes = (int) bytes(content);
            ByteBuffer section = file.slice(at, bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (content instanceof LongBuffer longs) {
                section.asLongBuffer().put(longs.duplicate().rewind());
            } else if (content instanceof IntBuffer ints) {
                section.asIntBuffer().put(ints.duplicate().rewind());
            }
            file.putInt(directory, kind.number).putInt(directory + 4, sum(section));
            file.putLong(directory + 8, at).putLong(directory + 16, bytes);
            directory += ENTRY;
            at = at + bytes + 7 & ~7;
        }
        file.putInt(HEADER - 4, sum(file.slice(0, HEADER - 4), file.slice(HEADER, contents.size() * ENTRY)));
        return file.position(0);
    }

    private static long bytes(Buffer content) {
        return content.limit() * (content instanceof LongBuffer ? 8L : 4L);
    }
}
