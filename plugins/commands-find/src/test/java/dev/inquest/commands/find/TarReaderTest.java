package dev.inquest.commands.find;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.archive.TarReader;
import dev.inquest.testkit.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The api's reader of tar archives, over archives of the testkit. */
class TarReaderTest {
    private static final String LONG = "sos/" + "a-folder-with-a-long-name/".repeat(8) + "file";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] archive() {
        return new TarWriter()
                .folder("sos")
                .file("sos/one", "first")
                .file(LONG, "second")
                .link("sos/link", 1000)
                .attributes("path", "sos/pax-ü", "mtime", "1795000000.5")
                .file("short", "third")
                .sparse("sos/sparse", 3, bytes("data"))
                .attributes("GNU.sparse.major", "1", "GNU.sparse.name", "sos/holes", "path", "GNUSparseFile.0/holes")
                .file("GNUSparseFile.0/holes", "map")
                .file("sos/last", new byte[1024])
                .write();
    }

    @Test
    void namesSizesAndContents() throws IOException {
        List<String> told = new ArrayList<>();
        byte[] archive = archive();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive))) {
            TarReader.Entry entry;
            while ((entry = tar.next()) != null) {
                byte[] content = tar.content().readAllBytes();
                assertArrayEquals(
                        Arrays.copyOfRange(archive, (int) entry.offset(), (int) (entry.offset() + entry.size())),
                        content,
                        entry.name());
                told.add(entry.name() + " " + entry.size() + (entry.sparse() ? " sparse" : "") + " "
                        + new String(content, 0, Math.min(6, content.length), StandardCharsets.UTF_8).replace("\0", "")
                        + " " + entry.seconds());
            }
        }
        assertEquals(
                List.of(
                        "sos/one 5 first 1700000000",
                        LONG + " 6 second 1700000000",
                        "sos/pax-ü 5 third 1795000000",
                        "sos/sparse 4 sparse data 1700000000",
                        "sos/holes 3 sparse map 1700000000",
                        "sos/last 1024  1700000000"),
                told);
    }

    @Test
    void contentMayBeLeftUnread() throws IOException {
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive()))) {
            int count = 0;
            while (tar.next() != null) {
                count++;
                assertTrue(tar.read(2).length <= 2);
            }
            assertEquals(6, count);
        }
    }

    @Test
    void everyCutIsTold() throws IOException {
        byte[] archive = archive();
        int end = archive.length - 1024;
        for (int length = 1; length < end; length += 97) {
            byte[] cut = Arrays.copyOf(archive, length);
            if (length % 512 != 0) {
                assertThrows(IOException.class, () -> readAll(cut), "cut at " + length);
            }
        }
        assertEquals(6, readAll(Arrays.copyOf(archive, end)));
    }

    private static int readAll(byte[] archive) throws IOException {
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive))) {
            int count = 0;
            while (tar.next() != null) {
                tar.content().readAllBytes();
                count++;
            }
            return count;
        }
    }

    @Test
    void knowsABeginning() {
        assertTrue(TarReader.matches(Arrays.copyOf(archive(), 512)));
        assertFalse(TarReader.matches(new byte[512]));
        assertFalse(TarReader.matches(bytes("KDUMP   ".repeat(64))));
        assertFalse(TarReader.matches(Arrays.copyOf(archive(), 511)));
    }

    /** Whatever is in it, reading ends, with entries or with a sentence. */
    @Test
    void damageEndsIt() {
        Random random = new Random(1);
        byte[] archive = archive();
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = archive.clone();
            for (int j = 0; j < 1 + i % 5; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertTrue(readAll(damaged) <= 20);
            } catch (IOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("archive"), e.toString());
            }
        }
    }
}
