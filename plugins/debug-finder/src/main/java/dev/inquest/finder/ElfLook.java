package dev.inquest.finder;

import dev.inquest.api.image.ElfNotes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a 64-bit ELF file tells without opening it as a whole: header, section headers and a few small sections (ELF gABI 4.1,
 * chapter 4; GDB's manual, "Separate Debug Files"; dwz(1)). What is damaged counts as not there.
 *
 * <pre>
 * .gnu_debuglink    := name NUL pad4 crc:u32        in the byte order of the file
 * .gnu_debugaltlink := name NUL buildid[rest]
 * </pre>
 *
 * @param buildId its GNU build ID in lower-case hexadecimal, or null
 * @param symbols whether it has a symbol table
 * @param debugInfo whether it has DWARF of its own
 * @param link where its debug information is, or null
 */
record ElfLook(
        @Nullable String buildId,
        boolean symbols,
        boolean debugInfo,
        @Nullable Link link) {
    private static final int HEADER = 64;
    private static final int SECTION = 64;
    private static final int MOST_SECTIONS = 1 << 16;
    private static final int MOST_BYTES = 1 << 22;
    private static final int SMALL = 1 << 16;
    private static final int NOTE = 7;
    private static final int NOBITS = 8;

    /**
     * A reference to a separate debug file.
     *
     * @param name the file's name without folders
     * @param crc CRC-32 of the file's content
     */
    record Link(String name, long crc) {}

    /** Looks at a file; null when it is no ELF file of 64 bits, or cannot be read. */
    static @Nullable ElfLook at(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(channel).look();
        } catch (IOException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static final class Reader {
        private final FileChannel channel;
        private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

        Reader(FileChannel channel) {
            this.channel = channel;
        }

        @Nullable
        ElfLook look() throws IOException {
            ByteBuffer header = read(0, HEADER);
            if (header.getInt(0) != 0x464c457f || header.get(4) != 2 || header.get(5) != 1 && header.get(5) != 2) {
                return null;
            }
            order = header.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            header.order(order);
            int count = header.getShort(60) & 0xffff;
            int names = header.getShort(62) & 0xffff;
            if (count == 0 || names >= count || count > MOST_SECTIONS || header.getShort(58) != SECTION) {
                return new ElfLook(null, false, false, null);
            }
            ByteBuffer sections = read(header.getLong(40), count * SECTION);
            ByteBuffer strings = content(sections, names, MOST_BYTES);
            return strings == null ? new ElfLook(null, false, false, null) : look(sections, strings, count);
        }

        private ElfLook look(ByteBuffer sections, ByteBuffer strings, int count) throws IOException {
            String buildId = null;
            boolean symbols = false;
            boolean debugInfo = false;
            Link link = null;
            for (int i = 0; i < count; i++) {
                String name = string(strings, sections.getInt(i * SECTION));
                int type = sections.getInt(i * SECTION + 4);
                boolean there = type != NOBITS;
                symbols |= there && name.equals(".symtab");
                debugInfo |= there && (name.equals(".debug_info") || name.equals(".zdebug_info"));
                if (type == NOTE && buildId == null) {
                    buildId = buildId(content(sections, i, SMALL)).orElse(null);
                } else if (there && name.equals(".gnu_debuglink")) {
                    link = link(content(sections, i, SMALL));
                }
            }
            return new ElfLook(buildId, symbols, debugInfo, link);
        }

        private Optional<String> buildId(@Nullable ByteBuffer notes) {
            return notes == null ? Optional.empty() : ElfNotes.buildId(MemorySegment.ofBuffer(notes.rewind()), order);
        }

        private static @Nullable Link link(@Nullable ByteBuffer bytes) {
            if (bytes == null) {
                return null;
            }
            String name = string(bytes, 0);
            int crc = name.length() + 1 + 3 & ~3;
            boolean plain = !name.isEmpty() && name.indexOf('/') < 0 && !name.startsWith("..");
            return plain && crc + 4 <= bytes.limit() ? new Link(name, bytes.getInt(crc) & 0xffffffffL) : null;
        }

        private @Nullable ByteBuffer content(ByteBuffer sections, int index, int most) throws IOException {
            long offset = sections.getLong(index * SECTION + 24);
            long size = sections.getLong(index * SECTION + 32);
            return size <= 0 || size > most ? null : read(offset, (int) size);
        }

        private static String string(ByteBuffer strings, int offset) {
            int end = offset;
            while (strings.get(end) != 0) {
                end++;
            }
            byte[] bytes = new byte[end - offset];
            strings.get(offset, bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        private ByteBuffer read(long offset, int size) throws IOException {
            if (offset < 0 || offset > channel.size() - size) {
                throw new IOException(
                        "the file ends before offset " + HexFormat.of().toHexDigits(offset));
            }
            ByteBuffer buffer = ByteBuffer.allocate(size).order(order);
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
                // Goes on until all is there.
            }
            return buffer.rewind();
        }
    }
}
