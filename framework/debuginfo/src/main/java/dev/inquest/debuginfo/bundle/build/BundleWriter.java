package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Puts sections into a file. They wait in a file of their own, as there may be more of them than fit into memory. Safe for use by many threads. */
final class BundleWriter implements AutoCloseable {
    private final Path waiting;
    private final OutputStream out;
    /** Per section: kind, module, offset in the waiting file, size, checksum. */
    private final Bytes entries = new Bytes();

    private final Tally tally = new Tally();
    private long size;
    private int count;

    private BundleWriter(Path waiting, OutputStream out) {
        this.waiting = waiting;
        this.out = out;
    }

    /**
     * Makes a writer.
     *
     * @param waiting a file to use, which is removed when the writer is closed
     */
    static BundleWriter open(Path waiting) throws IOException {
        return new BundleWriter(waiting, Files.newOutputStream(waiting));
    }

    /** Adds a section. */
    synchronized void add(SectionData section) {
        byte[] bytes = section.bytes();
        entries.u32(section.kind()).u32(section.module()).u64(size).u64(bytes.length);
        entries.u32(crc(bytes, section.checked())).u32(0);
        count++;
        tally.add(section);
        try {
            out.write(bytes);
            out.write(new byte[-bytes.length & 7]);
        } catch (IOException e) {
            throw new UncheckedIOException(waiting + ": cannot be written: " + e.getMessage(), e);
        }
        size += bytes.length + (-bytes.length & 7);
    }

    /** Returns what was added. */
    Tally tally() {
        return tally;
    }

    /** The finished data: what stands before the sections, and the sections. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Data(byte[] head, Path sections, long size, long crc) {
        void copy(OutputStream to) throws IOException {
            to.write(head);
            Files.copy(sections, to);
        }
    }

    /** Returns the data, when all sections are there. */
    synchronized Data end() throws IOException {
        out.close();
        long begin = Format.HEADER + (long) count * Format.ENTRY;
        byte[] directory = entries.toArray();
        for (int i = 0; i < count; i++) {
            shift(directory, i * Format.ENTRY + 8, begin);
        }
        Bytes header = new Bytes();
        header.u64(Format.MAGIC).u32(Format.VERSION).u32(0).u64(begin + size);
        header.u32(count).u32(crc(directory, directory.length));
        header.put(new byte[Format.HEADER - 4 - header.size()]);
        header.u32(crc(header.toArray(), header.size()));
        byte[] head = header.put(directory).toArray();
        CRC32 sum = new CRC32();
        sum.update(head);
        try (var in = Files.newInputStream(waiting)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
            }
        }
        return new Data(head, waiting, begin + size, sum.getValue());
    }

    /** Adds to a 64-bit number. */
    private static void shift(byte[] bytes, int at, long distance) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        byte[] moved = new Bytes().u64(value + distance).toArray();
        System.arraycopy(moved, 0, bytes, at, 8);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            Files.deleteIfExists(waiting);
        }
    }
}
