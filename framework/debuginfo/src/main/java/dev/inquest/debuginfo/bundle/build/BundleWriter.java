package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * Puts sections into a file. They wait in a file of their own, as there may be more of them than fit into memory; it has no name any more from the beginning, so
 * that nothing is left behind however the process ends. Safe for use by many threads.
 */
final class BundleWriter implements AutoCloseable {
    private final Path waiting;
    private final FileChannel sections;
    private final OutputStream out;
    /** Per section: kind, module, offset in the waiting file, size, checksum. */
    private final Bytes entries = new Bytes();

    private final Tally tally = new Tally();
    private long size;
    private int count;

    private BundleWriter(Path waiting, FileChannel sections) {
        this.waiting = waiting;
        this.sections = sections;
        this.out = Channels.newOutputStream(sections);
    }

    /**
     * Makes a writer.
     *
     * @param waiting a file to use, which is removed at once, or, where the system does not do that, when the writer is closed
     */
    static BundleWriter open(Path waiting) throws IOException {
        BundleWriter writer = new BundleWriter(
                waiting,
                FileChannel.open(
                        waiting,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
        writer.remove();
        return writer;
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
    record Data(byte[] head, FileChannel sections, long size, long crc) {
        void copy(OutputStream to) throws IOException {
            to.write(head);
            pieces(sections, to::write);
        }
    }

    private interface Piece {
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    private static void pieces(FileChannel sections, Piece piece) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long at = 0;
        while (sections.read(buffer.clear(), at) > 0) {
            piece.take(buffer.array(), 0, buffer.position());
            at += buffer.position();
        }
    }

    private void remove() {
        try {
            Files.deleteIfExists(waiting);
        } catch (IOException e) {
            // Removed when it is closed.
            return;
        }
    }

    /** Returns the data, when all sections are there. */
    synchronized Data end() throws IOException {
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
        pieces(sections, sum::update);
        return new Data(head, sections, begin + size, sum.getValue());
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
        sections.close();
        remove();
    }
}
