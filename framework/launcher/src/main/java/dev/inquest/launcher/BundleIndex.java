package dev.inquest.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the manifests of a set of bundles, kept so that the next start need not open the jars.
 *
 * <p>The file, with numbers in big-endian order and texts as a 32-bit length in bytes and UTF-8:
 *
 * <pre>
 * file        := magic:u32 = 0x494e5131  fingerprint:text  count:u32  bundle*count  crc:u32
 * bundle      := path:text  role:text  headers:u32  header*headers
 * header      := name:text  value:text
 * </pre>
 *
 * The CRC-32 is over everything before it.
 */
final class BundleIndex {
    private static final int MAGIC = 0x494e5131;
    private static final int LARGEST = 16 << 20;

    private BundleIndex() {}

    /** Returns what tells one set of bundles from another: each file's path, size and time of change. */
    static String fingerprint(List<PluginSources.Source> sources) {
        StringBuilder text = new StringBuilder(128 * sources.size());
        text.append(Runtime.version()).append('\n');
        for (PluginSources.Source source : sources) {
            text.append(source.role()).append(' ').append(source.path());
            try {
                BasicFileAttributes attributes = Files.readAttributes(source.path(), BasicFileAttributes.class);
                text.append(' ').append(attributes.size()).append(' ');
                text.append(attributes.lastModifiedTime().toMillis());
            } catch (IOException e) {
                text.append(" unreadable");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Reads an index; null when there is none, or it is damaged or for another set of bundles. */
    static @Nullable List<BundleFile> read(Path file, String fingerprint) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < 8 || bytes.length > LARGEST) {
                return null;
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, 0, bytes.length - 4);
            // A buffer: DataInputStream reads numbers through handles, which take Java three milliseconds to make.
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.getInt(bytes.length - 4) != (int) crc.getValue()
                    || in.getInt() != MAGIC
                    || !text(in).equals(fingerprint)) {
                return null;
            }
            int count = in.getInt();
            List<BundleFile> files = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                files.add(bundle(in));
            }
            return files;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | RuntimeException e) {
            // It will be made anew.
            return null;
        }
    }

    private static BundleFile bundle(ByteBuffer in) throws IOException {
        Path path = Path.of(text(in));
        BundleFile.Role role = BundleFile.Role.valueOf(text(in));
        int count = in.getInt();
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(in);
            headers.put(name, text(in));
        }
        return BundleFile.of(path, role, headers);
    }

    private static String text(ByteBuffer in) throws IOException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IOException("the index is damaged");
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Writes an index, so that readers see either all of it or nothing. */
    static void write(Path file, String fingerprint, List<BundleFile> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        text(out, fingerprint);
        out.writeInt(files.size());
        for (BundleFile bundle : files) {
            text(out, bundle.path().toString());
            text(out, bundle.role().name());
            out.writeInt(bundle.headers().size());
            for (Map.Entry<String, String> header : bundle.headers().entrySet()) {
                text(out, header.getKey());
                text(out, header.getValue());
            }
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.toByteArray());
        out.writeInt((int) crc.getValue());
        Path part = file.resolveSibling("inquest.index.part");
        Files.write(part, bytes.toByteArray());
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
