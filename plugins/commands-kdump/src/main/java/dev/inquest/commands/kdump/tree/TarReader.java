package dev.inquest.commands.kdump.tree;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Regular files in a tar archive, one after the other (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar's long names). A whole
 * library for archives would weigh two megabytes.
 *
 * <pre>
 * archive := entry* zero block
 * entry   := header (512 bytes) content padding to 512 bytes
 * header  := name[100] mode[8] uid[8] gid[8] size[12] mtime[12] checksum[8] type[1] link[100] 'ustar' … prefix[155] at 345
 * number  := octal digits, or with the highest bit of the first byte set a big-endian number
 * type    := '0' or NUL regular file, 'L' content is the next entry's name, 'x' content is its attributes, 'g' everybody's, others
 * attributes := (length ' ' key '=' value '\n')*
 * </pre>
 */
final class TarReader implements Closeable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 1 << 16;

    private final InputStream in;
    private long left;
    private long padding;
    private boolean first = true;

    /** Makes a reader of an archive, which it closes. */
    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next regular file.
     *
     * @return its name, or null at the end of the archive
     * @throws IOException when the archive is cut short or is none
     */
    @Nullable
    String next() throws IOException {
        String longName = null;
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 && !first || header.length == BLOCK && zero(header)) {
                return null;
            }
            if (header.length < BLOCK || !valid(header)) {
                throw new IOException(first ? "is no tar archive" : "the archive is damaged or cut short");
            }
            first = false;
            left = number(header, 124, 12);
            padding = -left & BLOCK - 1;
            char type = (char) header[156];
            if (type == 'L') {
                longName = text(read(LONGEST_NAME), 0, LONGEST_NAME);
            } else if (type == 'x') {
                String path = attribute(read(LONGEST_NAME), "path");
                longName = path == null ? longName : path;
            } else if (type == '0' || type == 0) {
                return longName == null ? name(header) : longName;
            } else if (type != 'g') {
                longName = null;
            }
        }
    }

    /** Reads the content of the file at hand, at most so many bytes of it. */
    byte[] read(int largest) throws IOException {
        byte[] content = in.readNBytes((int) Math.min(left, largest));
        left -= content.length;
        return content;
    }

    private static boolean zero(byte[] header) {
        for (byte one : header) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /** The checksum is the sum of the header's bytes, with its own field taken for blanks. */
    private static boolean valid(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum == number(header, 148, 8);
    }

    private static long number(byte[] header, int offset, int length) throws IOException {
        long value = 0;
        if (header[offset] < 0) {
            for (int i = 1; i < length; i++) {
                value = value << 8 | header[offset + i] & 0xff;
            }
        } else {
            for (int i = 0; i < length; i++) {
                int digit = header[offset + i] - '0';
                if (digit >= 0 && digit < 8) {
                    value = value << 3 | digit;
                }
            }
        }
        if (value < 0) {
            throw new IOException("the archive is damaged: an entry has a negative size");
        }
        return value;
    }

    private static String name(byte[] header) {
        boolean ustar = text(header, 257, 5).equals("ustar");
        String prefix = ustar ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < Math.min(bytes.length, offset + length) && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static @Nullable String attribute(byte[] content, String key) {
        int at = 0;
        while (at < content.length) {
            int blank = at;
            int length = 0;
            while (blank < content.length && content[blank] >= '0' && content[blank] <= '9' && length < LONGEST_NAME) {
                length = length * 10 + content[blank++] - '0';
            }
            int end = at + length;
            if (length <= blank - at || end > content.length) {
                return null;
            }
            String record = new String(Arrays.copyOfRange(content, blank + 1, end - 1), StandardCharsets.UTF_8);
            if (record.startsWith(key + "=")) {
                return record.substring(key.length() + 1);
            }
            at = end;
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
