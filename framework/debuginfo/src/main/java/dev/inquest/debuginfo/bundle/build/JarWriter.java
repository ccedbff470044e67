package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a bundle's jar. Nothing in it depends on when or where it is made. The data are stored as they are and begin at a multiple of
 * {@link Format#JAR_ALIGNMENT}, for which the entry has an extra field as Android's zipalign makes it: 0xd935, size, alignment, zeros.
 */
final class JarWriter {
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
    private static final int EXTRA = 0xd935;

    private JarWriter() {}

    static void write(OutputStream out, Map<String, String> manifest, BundleWriter.Data data) throws IOException {
        byte[] text = manifest(manifest);
        CRC32 sum = new CRC32();
        sum.update(text);
        ZipEntry first = stored("META-INF/MANIFEST.MF", text.length, sum.getValue());
        ZipEntry second = stored(Format.JAR_ENTRY, data.size(), data.crc());
        // Each entry has a header of 30 bytes, its name and its extra field before its data.
        int before = 30 + first.getName().length() + text.length + 30 + Format.JAR_ENTRY.length();
        int extra = Math.floorMod(-(before + 6), Format.JAR_ALIGNMENT) + 6;
        Bytes field = new Bytes().u16(EXTRA).u16(extra - 4).u16(Format.JAR_ALIGNMENT);
        second.setExtra(field.put(new byte[extra - 6]).toArray());
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(first);
            zip.write(text);
            zip.putNextEntry(second);
            data.copy(zip);
        }
    }

    private static ZipEntry stored(String name, long size, long crc) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc);
        entry.setTimeLocal(TIME);
        return entry;
    }

    /** Lines have 72 bytes at most and go on behind a line break and a blank (JAR File Specification, "Notes on Manifest"). */
    private static byte[] manifest(Map<String, String> headers) {
        StringBuilder text = new StringBuilder();
        headers.forEach((name, value) -> {
            String line = name + ": " + value;
            int at = 0;
            while (at < line.length()) {
                int end = Math.min(line.length(), at + (at == 0 ? 72 : 71));
                text.append(at == 0 ? "" : " ").append(line, at, end).append("\r\n");
                at = end;
            }
        });
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
