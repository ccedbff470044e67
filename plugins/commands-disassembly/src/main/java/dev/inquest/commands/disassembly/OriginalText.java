package dev.inquest.commands.disassembly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's code as it was built: the loadable segments of a vmlinux (ELF-64, System V gABI 4.1 chapter 5: program headers of 56 bytes). What is read is
 * bounded by what is asked for.
 */
final class OriginalText implements AutoCloseable {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int LOAD = 1;
    private static final int MOST_SEGMENTS = 64;

    private record Segment(long address, long offset, long size) {}

    private final FileChannel file;
    private final List<Segment> segments = new ArrayList<>();

    private OriginalText(FileChannel file) {
        this.file = file;
    }

    /** Opens a file; null when it cannot be read as one. */
    static @Nullable OriginalText open(String path) {
        OriginalText text = null;
        try {
            text = new OriginalText(FileChannel.open(Path.of(path), StandardOpenOption.READ));
            if (text.readSegments()) {
                return text;
            }
        } catch (IOException | RuntimeException e) {
            // Without it nothing is compared; that the file cannot be read was said when the dump was opened.
        }
        if (text != null) {
            text.close();
        }
        return null;
    }

    private boolean readSegments() throws IOException {
        ByteBuffer head = read(0, HEADER);
        if (head == null || head.getInt(0) != 0x7f454c46 || head.get(4) != 2) {
            return false;
        }
        ByteOrder order = head.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        head.order(order);
        int count = Math.min(head.getShort(56) & 0xffff, MOST_SEGMENTS);
        ByteBuffer table = read(head.getLong(32), count * PROGRAM_HEADER);
        if (table == null) {
            return false;
        }
        table.order(order);
        for (int at = 0; at < count * PROGRAM_HEADER; at += PROGRAM_HEADER) {
            if (table.getInt(at) == LOAD) {
                segments.add(new Segment(table.getLong(at + 16), table.getLong(at + 8), table.getLong(at + 32)));
            }
        }
        return true;
    }

    /** Returns bytes at an address as linked, or null when the file has none there. */
    byte @Nullable [] bytes(long address, int length) {
        for (Segment segment : segments) {
            long offset = address - segment.address();
            if (offset >= 0 && offset + length <= segment.size()) {
                try {
                    ByteBuffer buffer = read(segment.offset() + offset, length);
                    byte[] bytes = new byte[length];
                    return buffer == null || buffer.get(0, bytes) == null ? null : bytes;
                } catch (IOException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private @Nullable ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (offset < 0 || file.read(buffer, offset + buffer.position()) < 0) {
                return null;
            }
        }
        return buffer;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It was only read.
            return;
        }
    }
}
