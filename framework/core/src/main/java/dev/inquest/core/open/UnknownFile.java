package dev.inquest.core.open;

import dev.inquest.api.image.ByteSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says what a file is that nothing here can open. */
final class UnknownFile {
    private static final int HEAD = 1024;

    private UnknownFile() {}

    /** Returns the rest of a sentence that begins with the file's name, for instance {@code "is a text file"}. */
    static String describe(ByteSource source) {
        byte[] head = head(source);
        String known = known(head);
        if (known != null) {
            return known;
        }
        if (text(head)) {
            return "is a text file";
        }
        StringBuilder words =
                new StringBuilder("is neither a dump nor an ELF file with symbols (it begins with the bytes");
        for (int i = 0; i < Math.min(8, head.length); i++) {
            words.append(i == 0 ? " " : "").append(Character.forDigit(head[i] >> 4 & 15, 16));
            words.append(Character.forDigit(head[i] & 15, 16));
        }
        return words.append(')').toString();
    }

    private static byte[] head(ByteSource source) {
        try {
            int length = (int) Math.min(HEAD, source.size());
            MemorySegment segment = source.slice(0, length);
            return segment.toArray(ValueLayout.JAVA_BYTE);
        } catch (IndexOutOfBoundsException e) {
            return new byte[0];
        }
    }

    private static @Nullable String known(byte[] head) {
        if (has(head, 0x202, "HdrS")) {
            return "is a bzImage kernel image; give the uncompressed vmlinux with debug information";
        }
        if (has(head, 0x38, "ARMd")) {
            return "is an arm64 kernel image; give the vmlinux with debug information";
        }
        if (has(head, 0, "\u007fELF")) {
            return "is an ELF file, but neither a dump nor a kernel or module with symbols";
        }
        if (has(head, 0, "KDUMP   ") || has(head, 0, "DISKDUMP")) {
            return "is a compressed kdump, but no installed plugin reads that format";
        }
        if (has(head, 0, "makedumpfile")) {
            return "is a flattened dump, but no installed plugin reads that format";
        }
        if (has(head, 0, "!<arch>\n")) {
            return "is an archive or a package; give the files inside";
        }
        String packer = packer(head);
        return packer == null ? null : "is compressed; unpack it with " + packer;
    }

    private static @Nullable String packer(byte[] head) {
        if (bytes(head, 0x1f, 0x8b)) {
            return "gzip -d";
        } else if (bytes(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return "zstd -d";
        } else if (bytes(head, 0xfd, '7', 'z', 'X', 'Z')) {
            return "xz -d";
        } else if (has(head, 0, "BZh")) {
            return "bzip2 -d";
        } else if (bytes(head, 0x04, 0x22, 0x4d, 0x18)) {
            return "lz4 -d";
        } else if (has(head, 0, "PK\u0003\u0004")) {
            return "unzip";
        }
        return null;
    }

    private static boolean has(byte[] head, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            if (offset + i >= head.length || head[offset + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean bytes(byte[] head, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether there are no control characters but those of text. */
    private static boolean text(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != 0x1b && b != '\f' || b == 0x7f) {
                return false;
            }
        }
        int length = head.length;
        if (length == HEAD) {
            // The last character may be cut in two.
            while (length > HEAD - 4 && head[length - 1] < 0) {
                length--;
            }
        }
        return new String(head, 0, length, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;
    }
}
