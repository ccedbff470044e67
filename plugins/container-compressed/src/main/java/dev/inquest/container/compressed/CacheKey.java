package dev.inquest.container.compressed;

import dev.inquest.api.image.ByteSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of unpacked files: the packed file's own name, and a hash over its path, size, time of change, and first and last
 * bytes.
 */
final class CacheKey {
    private static final int EDGE = 4096;
    private static final int LONGEST_NAME = 80;

    private CacheKey() {}

    static String of(ByteSource source) throws IOException {
        MessageDigest digest = sha256();
        String base = "dump";
        try {
            Path path = Path.of(source.name()).toAbsolutePath().normalize();
            digest.update(path.toString().getBytes(StandardCharsets.UTF_8));
            if (Files.isRegularFile(path)) {
                digest.update((byte) 0);
                digest.update(Files.getLastModifiedTime(path).toString().getBytes(StandardCharsets.UTF_8));
            }
            Path name = path.getFileName();
            base = name == null ? base : plain(name.toString());
        } catch (InvalidPathException e) {
            digest.update(source.name().getBytes(StandardCharsets.UTF_8));
        }
        digest.update(Long.toString(source.size()).getBytes(StandardCharsets.UTF_8));
        long edge = Math.min(EDGE, source.size());
        edge(digest, source, 0, edge);
        edge(digest, source, source.size() - edge, edge);
        return base + "-" + HexFormat.of().formatHex(digest.digest(), 0, 12);
    }

    private static void edge(MessageDigest digest, ByteSource source, long offset, long size) {
        try {
            MemorySegment bytes = source.slice(offset, size);
            digest.update(bytes.asByteBuffer());
        } catch (IndexOutOfBoundsException e) {
            digest.update((byte) 1); // a hole is also a mark to know the file by
        }
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), LONGEST_NAME); i++) {
            char c = name.charAt(i);
            boolean keep =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_".indexOf(c) >= 0;
            plain.append(keep ? c : '_');
        }
        return plain.toString();
    }

    private static MessageDigest sha256() throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java has no SHA-256", e);
        }
    }
}
