package dev.inquest.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Writes tar archives (POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar's long names and its old form of sparse files). */
public final class TarWriter {
    private static final int BLOCK = 512;
    private static final int LONGEST = 100;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    /** Begins an archive. */
    public TarWriter() {}

    /** Adds a folder. */
    public TarWriter folder(String name) {
        return entry(name + "/", '5', new byte[0]);
    }

    /** Adds a regular file; a long name goes before it as GNU tar writes it. */
    public TarWriter file(String name, byte... content) {
        if (name.length() > LONGEST) {
            entry("././@LongLink", 'L', (name + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return entry(name, '0', content);
    }

    /** Adds a regular file with text. */
    public TarWriter file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds pax attributes for the next entry: keys and values in turn. */
    public TarWriter attributes(String... words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.length; i += 2) {
            String record = " " + words[i] + "=" + words[i + 1] + "\n";
            int size = record.getBytes(StandardCharsets.UTF_8).length;
            int length = size + 1;
            while (String.valueOf(length).length() + size != length) {
                length++;
            }
            text.append(length).append(record);
        }
        return entry("PaxHeader", 'x', text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a symbolic link whose header names a size all the same, as some programs write it. */
    public TarWriter link(String name, int size) {
        return entry(header(name, '2', size), new byte[0]);
    }

    /** Adds a sparse file in GNU tar's old form whose map takes so many blocks behind the header. */
    public TarWriter sparse(String name, int blocks, byte... content) {
        byte[] header = header(name, 'S', content.length);
        byte[] map = new byte[blocks * BLOCK];
        for (int i = 0; i + 1 < blocks; i++) {
            map[i * BLOCK + 504] = 1;
        }
        header[482] = (byte) (blocks > 0 ? 1 : 0);
        checksum(header);
        tar.writeBytes(header);
        tar.writeBytes(map);
        return content(content);
    }

    /** Adds an entry of any type. */
    public TarWriter entry(String name, char type, byte... content) {
        return entry(header(name, type, content.length), content);
    }

    private TarWriter entry(byte[] header, byte[] content) {
        tar.writeBytes(header);
        return content(content);
    }

    private TarWriter content(byte[] content) {
        tar.writeBytes(content);
        tar.writeBytes(new byte[-content.length & BLOCK - 1]);
        return this;
    }

    private static byte[] header(String name, char type, int size) {
        byte[] header = new byte[BLOCK];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, 0, Math.min(LONGEST, bytes.length));
        put(header, 124, String.format(Locale.ROOT, "%011o", size));
        put(header, 136, String.format(Locale.ROOT, "%011o", 1_700_000_000));
        header[156] = (byte) type;
        put(header, 257, "ustar");
        checksum(header);
        return header;
    }

    private static void checksum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    /** Returns the archive with its end. */
    public byte[] write() {
        byte[] content = tar.toByteArray();
        return Arrays.copyOf(content, content.length + 2 * BLOCK);
    }
}
