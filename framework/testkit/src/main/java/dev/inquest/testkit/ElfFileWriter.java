package dev.inquest.testkit;

import dev.inquest.api.image.ByteSource;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small 64-bit ELF files. */
public final class ElfFileWriter {
    private final int type;
    private final int machine;
    private final ByteOrder order;
    private final List<Section> sections = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final List<byte[]> locals = new ArrayList<>();
    private final List<byte[]> globals = new ArrayList<>();

    private record Section(
            String name, int type, long flags, long address, List<Byte> data, int link, int info, int entrySize) {}

    /** Begins a file. */
    public ElfFileWriter(int type, int machine, ByteOrder order) {
        this.type = type;
        this.machine = machine;
        this.order = order;
        strings.write(0);
        section("", 0, 0, 0, new byte[0]);
    }

    /** Adds a section and returns its index. */
    public int section(String name, int sectionType, long flags, long address, byte[] data) {
        return section(name, sectionType, flags, address, data, 0, 0, 0);
    }

    /** Adds a section with all its fields and returns its index. */
    public int section(
            String name, int sectionType, long flags, long address, byte[] data, int link, int info, int entrySize) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : data) {
            bytes.add(b);
        }
        sections.add(new Section(name, sectionType, flags, address, bytes, link, info, entrySize));
        return sections.size() - 1;
    }

    /** Adds a symbol and returns its index among those of its binding. */
    public int symbol(String name, long value, long size, int binding, int symbolType, int section) {
        ByteBuffer entry = ByteBuffer.allocate(24).order(order);
        entry.putInt(name.isEmpty() ? 0 : strings.size());
        entry.put((byte) (binding << 4 | symbolType)).put((byte) 0).putShort((short) section);
        entry.putLong(value).putLong(size);
        strings.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        List<byte[]> list = binding == 0 ? locals : globals;
        list.add(entry.array());
        return list.size();
    }

    /** Returns the file. */
    public byte[] build() {
        int names = sections.size();
        if (!locals.isEmpty() || !globals.isEmpty()) {
            ByteArrayOutputStream table = new ByteArrayOutputStream();
            table.writeBytes(new byte[24]);
            locals.forEach(table::writeBytes);
            globals.forEach(table::writeBytes);
            section(".strtab", 3, 0, 0, strings.toByteArray());
            section(".symtab", 2, 0, 0, table.toByteArray(), names, 1 + locals.size(), 24);
        }
        ByteArrayOutputStream nameBytes = new ByteArrayOutputStream();
        int shstrtab = section(".shstrtab", 3, 0, 0, new byte[0]);
        int[] nameOffsets = new int[sections.size()];
        for (int i = 0; i < nameOffsets.length; i++) {
            nameOffsets[i] = nameBytes.size();
            nameBytes.writeBytes(sections.get(i).name().getBytes(StandardCharsets.UTF_8));
            nameBytes.write(0);
        }
        for (byte b : nameBytes.toByteArray()) {
            sections.get(shstrtab).data().add(b);
        }
        int size = 64;
        for (Section section : sections) {
            size += section.data().size() + 7 & ~7;
        }
        ByteBuffer out = ByteBuffer.allocate(size + 64 * sections.size()).order(order);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2), 1});
        out.position(16).putShort((short) type).putShort((short) machine).putInt(1);
        out.putLong(0).putLong(0).putLong(size).putInt(0);
        out.putShort((short) 64).putShort((short) 56).putShort((short) 0);
        out.putShort((short) 64).putShort((short) sections.size()).putShort((short) shstrtab);
        int at = 64;
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            out.position(size + 64 * i).putInt(nameOffsets[i]).putInt(section.type());
            out.putLong(section.flags()).putLong(section.address()).putLong(at);
            out.putLong(section.data().size()).putInt(section.link()).putInt(section.info());
            out.putLong(1).putLong(section.entrySize());
            out.position(at);
            for (byte b : section.data()) {
                out.put(b);
            }
            at += section.data().size() + 7 & ~7;
        }
        return out.array();
    }

    /** Returns bytes as a source that hands out memory outside the heap, as a mapped file does. */
    public static ByteSource source(String name, byte[] bytes) {
        MemorySegment segment = java.lang.foreign.Arena.ofAuto()
                .allocate(Math.max(1, bytes.length))
                .asSlice(0, bytes.length);
        segment.copyFrom(MemorySegment.ofArray(bytes));
        MemorySegment readOnly = segment.asReadOnly();
        return new ByteSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public MemorySegment slice(long offset, long length) {
                return readOnly.asSlice(offset, length);
            }

            @Override
            public void close() {}
        };
    }
}
