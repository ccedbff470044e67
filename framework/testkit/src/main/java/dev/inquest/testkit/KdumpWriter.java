package dev.inquest.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Writes compressed kdumps as makedumpfile does (diskdump_mod.h of release 1.7.6), of header versions 0 to 6, in either byte
 * order, whole or split in parts. What is not set is as makedumpfile has it for an x86_64 machine.
 */
public final class KdumpWriter {
    private static final int SUB_HEADER_SIZE = 0x68;
    private static final int DESCRIPTOR_SIZE = 24;
    private static final int STATUS_INCOMPLETE = 8;

    private final PhysicalImage image;
    private int version = 6;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private String release = "6.1.0-test";
    private String machine = "x86_64";
    private String signature = "KDUMP   ";
    private long timestamp = 1_700_000_000L;
    private int dumpLevel = 31;
    private int status;
    private boolean shareZeros = true;
    private long incompleteFrom = Long.MAX_VALUE;
    private byte[] notes = {};
    private byte[] vmcoreInfo = {};
    private byte[] eraseInfo = {};
    private LongFunction<PageCompression> compression = pfn -> PageCompression.ZLIB;

    /** Makes a writer of an image; the block size is the image's page size. */
    public KdumpWriter(PhysicalImage image) {
        this.image = image;
    }

    /** Sets the header version, 0 to 6; older versions leave out what they have no field for. */
    public KdumpWriter version(int value) {
        version = value;
        return this;
    }

    /** Sets the byte order of the machine. */
    public KdumpWriter order(ByteOrder value) {
        order = value;
        return this;
    }

    /** Sets the eight characters at the beginning of the file. */
    public KdumpWriter signature(String value) {
        signature = value;
        return this;
    }

    /** Sets {@code release} and {@code machine} of utsname. */
    public KdumpWriter uts(String newRelease, String newMachine) {
        release = newRelease;
        machine = newMachine;
        return this;
    }

    /** Sets the time of the dump, in seconds since 1970. */
    public KdumpWriter timestamp(long seconds) {
        timestamp = seconds;
        return this;
    }

    /** Sets the dump level that the sub header tells; it leaves nothing out by itself. */
    public KdumpWriter dumpLevel(int value) {
        dumpLevel = value;
        return this;
    }

    /** Adds bits to the header's status. */
    public KdumpWriter status(int bits) {
        status |= bits;
        return this;
    }

    /** Packs all pages one way; pages that do not shrink are stored as they are. */
    public KdumpWriter compression(PageCompression value) {
        return compression(pfn -> value);
    }

    /** Chooses by page frame how a page is packed. */
    public KdumpWriter compression(LongFunction<PageCompression> value) {
        compression = value;
        return this;
    }

    /** Sets whether all pages of zeros share one page in the file; they do unless this says no. */
    public KdumpWriter shareZeros(boolean value) {
        shareZeros = value;
        return this;
    }

    /** Ends as makedumpfile does on a full disk: descriptors from this page frame on stay zero, and the header says so. */
    public KdumpWriter incompleteFrom(long pfn) {
        incompleteFrom = pfn;
        return this;
    }

    /** Sets the ELF notes (version 4 and later). */
    public KdumpWriter notes(byte... section) {
        notes = section;
        return this;
    }

    /** Sets VMCOREINFO (version 3 and later). */
    public KdumpWriter vmcoreInfo(String text) {
        vmcoreInfo = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Sets the text about erased data (version 5 and later). */
    public KdumpWriter eraseInfo(String text) {
        eraseInfo = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Returns the dump as one file. */
    public byte[] write() {
        return write(0, image.endPfn(), false);
    }

    /** Returns the parts of a split dump; each argument is the first page frame of another part than the first. */
    public List<byte[]> split(long... boundaries) {
        List<byte[]> parts = new ArrayList<>();
        long start = 0;
        for (long boundary : boundaries) {
            parts.add(write(start, boundary, true));
            start = boundary;
        }
        parts.add(write(start, image.endPfn(), true));
        return parts;
    }

    private byte[] write(long startPfn, long endPfn, boolean split) {
        int block = image.pageSize();
        int subBlocks = blocks(SUB_HEADER_SIZE + notes.length + vmcoreInfo.length + eraseInfo.length);
        int bitmapBlocks = blocks((image.endPfn() + 7) / 8);
        ByteBuffer head =
                ByteBuffer.allocate((1 + subBlocks + 2 * bitmapBlocks) * block).order(order);
        header(head, subBlocks, bitmapBlocks);
        subHeader(head, block, startPfn, endPfn, split);
        int bitmap = (1 + subBlocks) * block;
        for (long pfn = 0; pfn < image.endPfn(); pfn++) {
            setBit(head, bitmap, pfn, image.isMemory(pfn));
            setBit(head, bitmap + bitmapBlocks * block, pfn, image.pages().containsKey(pfn));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(head.array());
        file.writeBytes(pages(image.pages().subMap(startPfn, endPfn), head.capacity()));
        return file.toByteArray();
    }

    private void header(ByteBuffer head, int subBlocks, int bitmapBlocks) {
        head.put(0, signature.getBytes(StandardCharsets.US_ASCII));
        head.putInt(8, version);
        String[] uts = {"Linux", "testbox", release, "#1 SMP test", machine, "(none)"};
        for (int i = 0; i < uts.length; i++) {
            head.put(12 + 65 * i, uts[i].getBytes(StandardCharsets.US_ASCII));
        }
        int flags = status | (incompleteFrom < image.endPfn() ? STATUS_INCOMPLETE : 0);
        for (long pfn : image.pages().keySet()) {
            flags |= compression.apply(pfn).flag();
        }
        head.putLong(0x198, timestamp).putLong(0x1a0, 250_000).putInt(0x1a8, flags);
        head.putInt(0x1ac, image.pageSize()).putInt(0x1b0, subBlocks).putInt(0x1b4, 2 * bitmapBlocks);
        head.putInt(0x1b8, (int) Math.min(image.endPfn(), 0xffff_ffffL)).putInt(0x1cc, 1);
    }

    private void subHeader(ByteBuffer head, int at, long startPfn, long endPfn, boolean split) {
        int place = at + SUB_HEADER_SIZE;
        if (version >= 1) {
            head.putInt(at + 8, dumpLevel);
        }
        if (version >= 2 && split) {
            head.putInt(at + 0xc, 1).putLong(at + 0x10, startPfn).putLong(at + 0x18, endPfn);
        }
        if (version >= 3 && vmcoreInfo.length > 0) {
            head.putLong(at + 0x20, place).putLong(at + 0x28, vmcoreInfo.length);
            head.put(place, vmcoreInfo);
            place += vmcoreInfo.length;
        }
        if (version >= 4 && notes.length > 0) {
            head.putLong(at + 0x30, place).putLong(at + 0x38, notes.length);
            head.put(place, notes);
            place += notes.length;
        }
        if (version >= 5 && eraseInfo.length > 0) {
            head.putLong(at + 0x40, place).putLong(at + 0x48, eraseInfo.length);
            head.put(place, eraseInfo);
        }
        if (version >= 6) {
            head.putLong(at + 0x50, startPfn).putLong(at + 0x58, endPfn).putLong(at + 0x60, image.endPfn());
        }
    }

    private static void setBit(ByteBuffer head, int bitmap, long pfn, boolean set) {
        int at = bitmap + (int) (pfn / 8);
        head.put(at, (byte) (head.get(at) | (set ? 1 << pfn % 8 : 0)));
    }

    /** Descriptors, then data; {@code base} is where in the file the descriptors begin. */
    private byte[] pages(Map<Long, byte[]> pages, int base) {
        ByteBuffer descriptors =
                ByteBuffer.allocate(pages.size() * DESCRIPTOR_SIZE).order(order);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        long dataBase = (long) base + descriptors.capacity();
        byte[] zeros = new byte[image.pageSize()];
        if (shareZeros) {
            data.writeBytes(zeros);
        }
        for (Map.Entry<Long, byte[]> entry : pages.entrySet()) {
            byte[] page = entry.getValue();
            if (entry.getKey() >= incompleteFrom) {
                continue;
            }
            if (shareZeros && Arrays.equals(page, zeros)) {
                descriptors.putLong(dataBase).putInt(page.length).putInt(0).putLong(0);
                continue;
            }
            PageCompression packing = compression.apply(entry.getKey());
            byte[] packed = packing.pack(page);
            boolean smaller = packed.length < page.length;
            byte[] stored = smaller ? packed : page;
            descriptors.putLong(dataBase + data.size()).putInt(stored.length);
            descriptors.putInt(smaller ? packing.flag() : 0).putLong(0);
            data.writeBytes(stored);
        }
        byte[] both = Arrays.copyOf(descriptors.array(), descriptors.capacity() + data.size());
        System.arraycopy(data.toByteArray(), 0, both, descriptors.capacity(), data.size());
        return both;
    }

    private int blocks(long bytes) {
        return (int) ((bytes + image.pageSize() - 1) / image.pageSize());
    }
}
