package dev.inquest.debuginfo.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32;

/** Changes what stands in a bundle and makes all checksums right again, as a hostile maker of files would. */
final class Resign {
    private Resign() {}

    /** Changes some bytes. */
    static byte[] mutate(byte[] data, Random random) {
        byte[] copy = data.clone();
        ByteBuffer file = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        int sections = file.getInt(24);
        int entry = Format.HEADER + random.nextInt(sections) * Format.ENTRY;
        int offset = (int) file.getLong(entry + 8);
        int size = (int) file.getLong(entry + 16);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = offset + random.nextInt(Math.max(1, size));
            copy[at] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> 0xff;
                        case 1 -> 0;
                        case 2 -> copy[at] + 1;
                        default -> random.nextInt(256);
                    };
        }
        return sign(copy);
    }

    /** Lets all sections in blocks say that they have two milliards of records. */
    static byte[] withManyRecords(byte[] data) {
        byte[] copy = data.clone();
        ByteBuffer file = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < file.getInt(24); i++) {
            int entry = Format.HEADER + i * Format.ENTRY;
            if (file.getInt(entry) != Format.IDENTITY && file.getLong(entry + 16) > Format.BLOCKS_HEAD) {
                file.putInt((int) file.getLong(entry + 8) + 4, Integer.MAX_VALUE);
            }
        }
        return sign(copy);
    }

    /** Stores all blocks as they are, so that changes reach what is in them. */
    static byte[] unpack(byte[] data) throws java.util.zip.DataFormatException {
        ByteBuffer file = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int sections = file.getInt(24);
        byte[] copied = new byte[data.length * 20];
        ByteBuffer out = ByteBuffer.wrap(copied).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, data, 0, Format.HEADER + sections * Format.ENTRY);
        int at = Format.HEADER + sections * Format.ENTRY;
        for (int i = 0; i < sections; i++) {
            int entry = Format.HEADER + i * Format.ENTRY;
            int kind = file.getInt(entry);
            int offset = (int) file.getLong(entry + 8);
            int size = (int) file.getLong(entry + 16);
            boolean whole = kind == Format.IDENTITY
                    || kind == Format.TYPE_NAMES
                    || kind == Format.VARIABLE_NAMES
                    || kind == Format.SYMBOL_NAMES;
            out.putLong(entry + 8, at);
            int count = whole ? 0 : file.getInt(offset);
            int head = whole ? size : Format.BLOCKS_HEAD + count * Format.BLOCK;
            out.put(at, data, offset, head);
            int written = 0;
            for (int block = 0; block < count; block++) {
                int place = Format.BLOCKS_HEAD + block * Format.BLOCK;
                int stored = file.getInt(offset + place + 16);
                int unpacked = file.getInt(offset + place + 20);
                byte[] bytes = new byte[unpacked];
                int from = offset + head + file.getInt(offset + place + 12);
                if (stored == unpacked) {
                    System.arraycopy(data, from, bytes, 0, stored);
                } else {
                    java.util.zip.Inflater inflater = new java.util.zip.Inflater(true);
                    inflater.setInput(data, from, stored);
                    inflater.inflate(bytes);
                    inflater.end();
                }
                out.putInt(at + place + 12, written).putInt(at + place + 16, unpacked);
                out.put(at + head + written, bytes);
                written += unpacked;
            }
            out.putLong(entry + 16, head + written);
            at = (at + head + written + 7) / 8 * 8;
        }
        return sign(java.util.Arrays.copyOf(copied, at));
    }

    /** Makes the checksums right as far as the file's structure can be followed. */
    static byte[] sign(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < Format.HEADER) {
            return bytes;
        }
        file.putLong(0, Format.MAGIC);
        file.putInt(8, Format.VERSION);
        file.putLong(16, bytes.length);
        int sections = Math.clamp(file.getInt(24), 0, (bytes.length - Format.HEADER) / Format.ENTRY);
        file.putInt(24, sections);
        for (int i = 0; i < sections; i++) {
            section(bytes, file, Format.HEADER + i * Format.ENTRY);
        }
        file.putInt(28, crc(bytes, Format.HEADER, sections * Format.ENTRY));
        file.putInt(60, crc(bytes, 0, 60));
        return bytes;
    }

    private static void section(byte[] bytes, ByteBuffer file, int entry) {
        int kind = file.getInt(entry);
        long offset = file.getLong(entry + 8);
        long size = file.getLong(entry + 16);
        if (offset < 0 || size < 0 || offset > file.limit() || size > file.limit() - offset) {
            return;
        }
        int checked = (int) size;
        boolean index = kind == Format.TYPE_NAMES || kind == Format.VARIABLE_NAMES || kind == Format.SYMBOL_NAMES;
        if (kind != Format.IDENTITY && !index && size >= Format.BLOCKS_HEAD) {
            int count = file.getInt((int) offset);
            if (count >= 0 && count <= (size - Format.BLOCKS_HEAD) / Format.BLOCK) {
                checked = Format.BLOCKS_HEAD + count * Format.BLOCK;
                for (int i = 0; i < count; i++) {
                    block(bytes, file, (int) offset, (int) size, checked, Format.BLOCKS_HEAD + i * Format.BLOCK);
                }
            }
        }
        file.putInt(entry + 24, crc(bytes, (int) offset, checked));
    }

    private static void block(byte[] bytes, ByteBuffer file, int section, int size, int begin, int entry) {
        int offset = file.getInt(section + entry + 12);
        int stored = file.getInt(section + entry + 16);
        if (offset >= 0 && stored >= 0 && offset <= size - begin && stored <= size - begin - offset) {
            file.putInt(section + entry + 24, crc(bytes, section + begin + offset, stored));
        }
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }
}
