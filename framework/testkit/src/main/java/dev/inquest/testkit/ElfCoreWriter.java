package dev.inquest.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes ELF64 core files as the kernel's /proc/vmcore, makedumpfile {@code -E} and QEMU do (System V ABI, "ELF Header" and
 * "Program Header").
 */
public final class ElfCoreWriter {
    private static final int HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int SECTION_HEADER_SIZE = 64;
    private static final int PN_XNUM = 0xffff;

    private final List<Part> notes = new ArrayList<>();
    private final List<Part> segments = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int machine = 62;
    private int type = 4;
    private boolean extendedNumbering;
    private int padding;

    private record Part(int type, long virtual, long physical, ByteBuffer bytes, long memorySize) {}

    /** Sets the byte order. */
    public ElfCoreWriter order(ByteOrder value) {
        order = value;
        return this;
    }

    /** Sets {@code e_machine}; 62, x86_64, when not set. */
    public ElfCoreWriter machine(int value) {
        machine = value;
        return this;
    }

    /** Sets {@code e_type}; 4, {@code ET_CORE}, when not set. */
    public ElfCoreWriter type(int value) {
        type = value;
        return this;
    }

    /** Writes the number of program headers into section header 0, as files with 65,535 of them or more have it. */
    public ElfCoreWriter extendedNumbering() {
        extendedNumbering = true;
        return this;
    }

    /** Adds zeros behind everything. */
    public ElfCoreWriter padding(int bytes) {
        padding = bytes;
        return this;
    }

    /** Adds a {@code PT_NOTE}. */
    public ElfCoreWriter notes(byte... section) {
        notes.add(new Part(4, 0, 0, ByteBuffer.wrap(section), section.length));
        return this;
    }

    /**
     * Adds a {@code PT_LOAD}.
     *
     * @param physical {@code p_paddr}
     * @param virtual {@code p_vaddr}
     * @param memorySize {@code p_memsz}; what it has more than {@code bytes} was left out of the file
     * @param bytes what the file has
     */
    public ElfCoreWriter segment(long physical, long virtual, long memorySize, byte... bytes) {
        segments.add(new Part(1, virtual, physical, ByteBuffer.wrap(bytes), memorySize));
        return this;
    }

    /**
     * Adds segments for all memory of an image: one for each run of pages with the excluded pages behind it.
     *
     * @param directMap added to physical addresses to give the virtual ones
     */
    public ElfCoreWriter image(PhysicalImage image, long directMap) {
        long pfn = 0;
        while (pfn < image.endPfn()) {
            long start = pfn;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (image.pages().containsKey(pfn)) {
                bytes.writeBytes(image.pages().get(pfn++));
            }
            while (image.excluded().contains(pfn)) {
                pfn++;
            }
            if (pfn > start) {
                long physical = start * image.pageSize();
                segment(physical, directMap + physical, (pfn - start) * image.pageSize(), bytes.toByteArray());
            } else {
                pfn++;
            }
        }
        return this;
    }

    /** Returns the file. */
    public byte[] write() {
        List<Part> parts = new ArrayList<>(notes);
        parts.addAll(segments);
        boolean extended = extendedNumbering || parts.size() >= PN_XNUM;
        int table = HEADER_SIZE + (extended ? SECTION_HEADER_SIZE : 0);
        int size = table + parts.size() * PROGRAM_HEADER_SIZE;
        for (Part part : parts) {
            size += part.bytes().capacity();
        }
        ByteBuffer file = ByteBuffer.allocate(size + padding).order(order);
        file.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2), 1});
        file.putShort(0x10, (short) type).putShort(0x12, (short) machine).putInt(0x14, 1);
        file.putLong(0x20, table).putShort(0x34, (short) HEADER_SIZE);
        file.putShort(0x36, (short) PROGRAM_HEADER_SIZE);
        file.putShort(0x38, (short) (extended ? PN_XNUM : parts.size()));
        if (extended) {
            file.putLong(0x28, HEADER_SIZE)
                    .putShort(0x3a, (short) SECTION_HEADER_SIZE)
                    .putShort(0x3c, (short) 1);
            file.putInt(HEADER_SIZE + 0x2c, parts.size());
        }
        programHeaders(file, parts, table);
        return file.array();
    }

    private static void programHeaders(ByteBuffer file, List<Part> parts, int table) {
        int data = table + parts.size() * PROGRAM_HEADER_SIZE;
        file.position(table);
        for (Part part : parts) {
            file.putInt(part.type()).putInt(7).putLong(data);
            file.putLong(part.virtual()).putLong(part.physical());
            file.putLong(part.bytes().capacity()).putLong(part.memorySize()).putLong(0);
            file.put(data, part.bytes(), 0, part.bytes().capacity());
            data += part.bytes().capacity();
        }
    }
}
