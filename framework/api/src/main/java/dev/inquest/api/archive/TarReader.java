package dev.inquest.api.archive;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Regular files in a tar archive, one after the other (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar's long names). Of a sparse file
 * of GNU tar what the archive has of it is read, which is not the file: {@link Entry#sparse}. One thread uses a reader at a time.
 *
 * <pre>
 * archive := entry* zero block
 * entry   := header (512 bytes) content padding to 512 bytes
 * header  := name[100] mode[8] uid[8] gid[8] size[12] mtime[12] checksum[8] type[1] link[100] 'ustar' … prefix[155] at 345
 * number  := octal digits, or with the highest bit of the first byte set a big-endian number
 * type    := '0' or NUL regular file, 'S' sparse file, 'L' content is the next entry's name, 'x' content is its attributes, 'g' everybody's, others
 * attributes := (length ' ' key '=' value '\n')*        keys: path, size, mtime, GNU.sparse.…
 * </pre>
 */
public final class TarReader implements Closeable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 1 << 16;

    private final InputStream in;
    private long position;
    private long left;
    private long padding;
    private boolean first = true;

    /** Makes a reader of an archive, which it closes. */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * A regular file in the archive.
     *
     * @param name its name with the folders before it, as the archive has it
     * @param size bytes of its content in the archive
     * @param seconds when it was changed last, in seconds since 1970
     * @param offset where in the archive its content begins, in bytes
     * @param sparse whether its holes were left out, so that the content is not the file's
     */
    public record Entry(String name, long size, long seconds, long offset, boolean sparse) {}

    /** Returns whether bytes are the beginning of a tar archive: a header whose checksum is right. */
    public static boolean matches(byte... head) {
        return head.length >= BLOCK && head[0] != 0 && valid(Arrays.copyOf(head, BLOCK));
    }

    /**
     * Goes to the next regular file.
     *
     * @return what it is, or null at the end of the archive
     * @throws IOException when the archive is cut short or is none
     */
    public @Nullable Entry next() throws IOException {
        String longName = null;
        Attributes attributes = Attributes.NONE;
        while (true) {
            skip(left + padding);
            left = 0;
            padding = 0;
            byte[] header = in.readNBytes(BLOCK);
            position += header.length;
            if (header.length == 0 && !first || header.length == BLOCK && zero(header)) {
                return null;
            }
            if (header.length < BLOCK || !valid(header)) {
                throw new IOException(first ? "is no tar archive" : "the archive is damaged or cut short");
            }
            first = false;
            char type = (char) header[156];
            boolean file = type == '0' || type == 0 || type == '7' || type == 'S';
            // Links, devices and folders have no content, whatever size their headers name.
            left = type >= '1' && type <= '6'
                    ? 0
                    : file && attributes.size >= 0 ? attributes.size : number(header, 124, 12);
            if (left < 0) {
                throw new IOException("the archive is damaged: an entry has a negative size");
            }
            padding = -left & BLOCK - 1;
            if (type == 'L') {
                longName = text(read(LONGEST_NAME), 0, LONGEST_NAME);
            } else if (type == 'x') {
                attributes = Attributes.read(read(LONGEST_NAME));
            } else if (file) {
                if (type == 'S') {
                    passSparseMap(header);
                }
                return entry(header, longName, attributes, type == 'S');
            } else if (type != 'g') {
                longName = null;
                attributes = Attributes.NONE;
            }
        }
    }

    private void skip(long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException e) {
            throw new IOException("the archive is damaged or cut short", e);
        }
        position += bytes;
    }

    /** The map of a sparse file goes on in blocks of its own (GNU tar's manual, "Extensions to the basic tar format"): the last one says so. */
    private void passSparseMap(byte[] header) throws IOException {
        boolean more = header[482] != 0;
        while (more) {
            byte[] block = in.readNBytes(BLOCK);
            if (block.length < BLOCK) {
                throw new IOException("the archive is damaged or cut short");
            }
            position += BLOCK;
            more = block[504] != 0;
        }
    }

    private Entry entry(byte[] header, @Nullable String longName, Attributes attributes, boolean sparse) {
        String name = attributes.path != null ? attributes.path : longName != null ? longName : name(header);
        long seconds = attributes.seconds >= 0 ? attributes.seconds : Math.max(0, number(header, 136, 12));
        return new Entry(name, left, seconds, position, sparse || attributes.sparse);
    }

    /** Reads the content of the file at hand, at most so many bytes of it from where reading stopped before. */
    public byte[] read(int largest) throws IOException {
        byte[] content = in.readNBytes((int) Math.min(left, largest));
        left -= content.length;
        position += content.length;
        return content;
    }

    /** Returns a stream of what is left of the content of the file at hand, for use before {@link #next} is called; closing it does nothing. */
    public InputStream content() {
        return new Content();
    }

    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new IOException("the archive is damaged or cut short");
            }
            left -= read;
            position += read;
            return read;
        }
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
    private static boolean valid(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum == number(header, 148, 8);
    }

    private static long number(byte[] header, int offset, int length) {
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
        return value;
    }

    private static String name(byte[] header) {
        boolean ustar = text(header, 257, 5).equals("ustar");
        // GNU tar's own form, whose magic ends with blanks, has times where ustar has a prefix.
        String prefix = ustar && header[262] == 0 ? text(header, 345, 155) : "";
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

    /** What pax says of the next entry, in place of its header; -1 for what it does not say. */
    private record Attributes(@Nullable String path, long size, long seconds, boolean sparse) {
        static final Attributes NONE = new Attributes(null, -1, -1, false);

        static Attributes read(byte[] content) {
            String path = null;
            long size = -1;
            long seconds = -1;
            boolean sparse = false;
            int at = 0;
            while (at < content.length) {
                int blank = at;
                int length = 0;
                while (blank < content.length
                        && content[blank] >= '0'
                        && content[blank] <= '9'
                        && length < LONGEST_NAME) {
                    length = length * 10 + content[blank++] - '0';
                }
                int end = at + length;
                if (length <= blank - at + 1 || end > content.length) {
                    break;
                }
                String record = new String(content, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
                int equals = record.indexOf('=');
                String value = record.substring(equals + 1);
                switch (equals < 0 ? "" : record.substring(0, equals)) {
                    case "path" -> path = sparse && path != null ? path : value;
                    case "GNU.sparse.name" -> {
                        path = value;
                        sparse = true;
                    }
                    case "GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.numblocks" -> sparse = true;
                    case "size" -> size = seconds(value);
                    case "mtime" -> seconds = seconds(value);
                    default -> {}
                }
                at = end;
            }
            return new Attributes(path, size, seconds, sparse);
        }

        /** Returns the whole part of a decimal number, or -1. */
        private static long seconds(String text) {
            int point = text.indexOf('.');
            String whole = point < 0 ? text : text.substring(0, point);
            return whole.matches("[0-9]{1,18}") ? Long.parseLong(whole) : -1;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
