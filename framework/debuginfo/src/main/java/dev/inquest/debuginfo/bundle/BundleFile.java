package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.MalformedException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The header and the directory of a file; sections are given out as they lie. */
final class BundleFile {
    private static final int MOST_SECTIONS = 1 << 18;

    private final String name;
    private final Map<Long, Section> sections;

    private BundleFile(String name, Map<Long, Section> sections) {
        this.name = name;
        this.sections = sections;
    }

    /** Returns whether bytes begin like such a file. */
    static boolean matches(MemorySegment bytes) {
        return bytes.byteSize() >= Format.HEADER
                && bytes.asSlice(0, Format.HEADER)
                                .asByteBuffer()
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong(0)
                        == Format.MAGIC;
    }

    /**
     * Reads the header and the directory.
     *
     * @param name the file, for messages
     * @param bytes the file
     */
    static BundleFile open(String name, MemorySegment bytes) throws MalformedException {
        if (!matches(bytes)) {
            throw MalformedException.at(name, 0, "not the data of a layout bundle");
        }
        if (bytes.byteSize() > Integer.MAX_VALUE) {
            throw MalformedException.at(name, 0, "a file of " + bytes.byteSize() + " bytes is not supported");
        }
        ByteBuffer data = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int version = data.getInt(8);
        if (version != Format.VERSION) {
            throw MalformedException.at(
                    name,
                    8,
                    "a layout bundle of version " + Integer.toUnsignedString(version) + "; this program reads version "
                            + Format.VERSION);
        }
        if (crc(data, 0, Format.HEADER - 4) != data.getInt(Format.HEADER - 4)) {
            throw MalformedException.at(name, 0, "the header is damaged: its checksum is wrong");
        }
        long size = data.getLong(16);
        int count = data.getInt(24);
        if (size != data.limit()) {
            throw MalformedException.at(
                    name, 16, "the file should have " + size + " bytes, but has " + data.limit() + ": it was cut");
        }
        if (count < 0 || count > MOST_SECTIONS || count > (data.limit() - Format.HEADER) / Format.ENTRY) {
            throw MalformedException.at(name, 24, Integer.toUnsignedString(count) + " sections");
        }
        if (crc(data, Format.HEADER, count * Format.ENTRY) != data.getInt(28)) {
            throw MalformedException.at(name, Format.HEADER, "the directory is damaged: its checksum is wrong");
        }
        Map<Long, Section> sections = new LinkedHashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            Section section = section(name, data, Format.HEADER + i * Format.ENTRY);
            sections.putIfAbsent(key(section.kind(), section.module()), section);
        }
        return new BundleFile(name, sections);
    }

    private static int crc(ByteBuffer data, int offset, int length) {
        CRC32 sum = new CRC32();
        sum.update(data.slice(offset, length));
        return (int) sum.getValue();
    }

    private static Section section(String name, ByteBuffer data, int at) throws MalformedException {
        long offset = data.getLong(at + 8);
        long size = data.getLong(at + 16);
        if (offset < 0 || size < 0 || offset > data.limit() || size > data.limit() - offset) {
            throw MalformedException.at(name, at, "a section lies outside the file");
        }
        ByteBuffer bytes = data.slice((int) offset, (int) size).order(ByteOrder.LITTLE_ENDIAN);
        return new Section(name, data.getInt(at), data.getInt(at + 4), offset, bytes, data.getInt(at + 24));
    }

    /** Returns the file, for messages. */
    String name() {
        return name;
    }

    /** Returns a section of the kernel (0) or of a module, or null. */
    @Nullable
    Section section(int kind, int module) {
        return sections.get(key(kind, module));
    }

    private static long key(int kind, int module) {
        return (long) kind << 32 | module & 0xffffffffL;
    }

    /** Returns a section in blocks, or null when there is none. */
    @Nullable
    Blocks blocks(int kind, int module) throws MalformedException {
        Section section = section(kind, module);
        return section == null ? null : Blocks.open(section);
    }

    /** Returns an index, or null when there is none. */
    @Nullable
    NameIndex index(int kind, int module) throws MalformedException {
        Section section = section(kind, module);
        return section == null ? null : NameIndex.open(section);
    }

    /** Returns the numbers of the kernel and the modules that are in the file. */
    List<Integer> modules() {
        List<Integer> modules = new ArrayList<>();
        for (Section section : sections.values()) {
            if (section.kind() == Format.IDENTITY) {
                modules.add(section.module());
            }
        }
        return modules;
    }

    /** Returns the bytes of all sections of one kind, for those who describe a file. */
    long size(int kind) {
        long size = 0;
        for (Section section : sections.values()) {
            size += section.kind() == kind ? section.data().limit() : 0;
        }
        return size;
    }
}
