package dev.inquest.container.compressed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.inquest.api.cache.UserCache;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.TestSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressedContainerTest {
    @TempDir
    private Path folder;

    private UserCache cache = new UserCache(Path.of("/nonexistent"), 0);
    private CompressedContainer container = new CompressedContainer(cache);

    @BeforeEach
    void makeContainer() {
        cache = new UserCache(folder.resolve("cache"), 1 << 30);
        container = new CompressedContainer(cache);
    }

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "GZIP", "XZ"})
    void unpacksOnceAndKeepsTheUsersName(Packing packing) throws Exception {
        byte[] plain = dump();
        Path file = Files.write(folder.resolve("vm core.zst"), pack(packing, plain));
        TestSource packed = TestSource.of(file);
        assertTrue(container.matches(packed));
        try (ByteSource source = container.open(packed, Progress.NONE)) {
            assertEquals(file.toString(), source.name());
            assertArrayEquals(plain, bytes(source));
        }
        assertTrue(packed.closed());

        List<Path> files = cached();
        assertEquals(1, files.size());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getFirst())));
        Files.write(files.getFirst(), new byte[] {7});
        try (ByteSource source = container.open(TestSource.of(file), Progress.NONE)) {
            assertEquals(1, source.size(), "the unpacked file is used again");
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        try (ByteSource source = container.open(TestSource.of(file), Progress.NONE)) {
            assertEquals(plain.length, source.size(), "a changed file is unpacked again");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "GZIP", "XZ"})
    void keepsWhatComesOutOfATruncatedFile(Packing packing) throws Exception {
        byte[] plain = dump();
        byte[] packed = pack(packing, plain);
        byte[] half = Arrays.copyOf(packed, packed.length / 2);
        try (ByteSource source = container.open(TestSource.of("half", half), Progress.NONE)) {
            byte[] bytes = bytes(source);
            assertTrue(bytes.length > 0 && bytes.length < plain.length, bytes.length + " bytes");
            assertArrayEquals(Arrays.copyOf(plain, bytes.length), bytes);
        }
        byte[] stub = Arrays.copyOf(packed, 12);
        OpenException e =
                assertThrows(OpenException.class, () -> container.open(TestSource.of("stub", stub), Progress.NONE));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("stub: the " + packing.program() + " file is damaged"),
                e.getMessage());
        assertEquals(1, cached().size(), "nothing is left of a file from which nothing came out");
    }

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "GZIP", "XZ"})
    void flippedBytesNeverEscapeAsOtherErrors(Packing packing) throws Exception {
        byte[] packed = pack(packing, Arrays.copyOf(dump(), 3000));
        for (int i = 0; i < packed.length; i += i < 64 ? 1 : 37) {
            byte[] flipped = packed.clone();
            flipped[i] ^= (byte) 0xff;
            TestSource source = TestSource.of("flipped" + i, flipped);
            if (container.matches(source)) {
                try (ByteSource unpacked = container.open(source, Progress.NONE)) {
                    assertTrue(unpacked.size() > 0);
                } catch (OpenException e) {
                    assertTrue(String.valueOf(e.getMessage()).startsWith("flipped" + i + ": "), e.getMessage());
                }
            }
        }
    }

    @Test
    void namesThePackingsThatItCannotUnpack() {
        byte[] bzip2 = {'B', 'Z', 'h', '9', '1', 'A', 'Y', '&'};
        OpenException e = assertThrows(
                OpenException.class, () -> container.open(TestSource.of("vmcore.bz2", bzip2), Progress.NONE));
        assertEquals(
                "vmcore.bz2: compressed with bzip2, which is not unpacked here; unpack it first: bzip2 -d",
                e.getMessage());
        assertFalse(container.matches(
                TestSource.of("text", "KDUMP   more".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
        assertFalse(container.matches(TestSource.of("empty", new byte[0])));
    }

    @Test
    void stopsWhenTheUserAsksTo() throws Exception {
        byte[] packed = pack(Packing.ZSTD, dump());
        Progress impatient = new Progress() {
            @Override
            public void report(String activity, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(OpenException.class, () -> container.open(TestSource.of("dump", packed), impatient));
        assertEquals(List.of(), cached());
    }

    @Test
    void saysWhenTheCacheCannotBeWritten() throws Exception {
        Path blocked = Files.createFile(folder.resolve("file"));
        CompressedContainer elsewhere = new CompressedContainer(new UserCache(blocked.resolve("cache"), 1 << 20));
        byte[] packed = pack(Packing.GZIP, dump());
        OpenException e =
                assertThrows(OpenException.class, () -> elsewhere.open(TestSource.of("dump", packed), Progress.NONE));
        assertTrue(String.valueOf(e.getMessage()).contains("set XDG_CACHE_HOME"), e.getMessage());
    }

    @Test
    void removesWhatWasNotUsedForLongest() throws Exception {
        byte[] plain = dump();
        CompressedContainer small = new CompressedContainer(new UserCache(cache.folder(), plain.length * 2L));
        for (int i = 0; i < 4; i++) {
            small.open(TestSource.of("dump" + i, pack(Packing.ZSTD, plain)), Progress.NONE)
                    .close();
            for (Path file : cached()) {
                long age = Files.getLastModifiedTime(file).toMillis() - 1000;
                Files.setLastModifiedTime(file, FileTime.fromMillis(age));
            }
        }
        List<String> names = cached().stream()
                .map(file -> file.getFileName().toString().substring(0, 5))
                .sorted()
                .toList();
        assertEquals(List.of("dump2", "dump3"), names);
    }

    @Test
    void readsTheLimitOfTheCache() {
        assertEquals(20L << 30, UserCache.bytes(null, 20L << 30));
        assertEquals(5L << 30, UserCache.bytes("5G", 20L << 30));
        assertEquals(1234, UserCache.bytes("1234", 20L << 30));
        assertEquals(20L << 30, UserCache.bytes("lots", 20L << 30));
    }

    /** Some data, a stretch of zeros, data, and zeros at the end. */
    private static byte[] dump() {
        byte[] bytes = new byte[1 << 20];
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, 0, 200_000);
        System.arraycopy(noise, 200_000, bytes, 600_000, 100_000);
        return bytes;
    }

    private static byte[] pack(Packing packing, byte[] bytes) throws IOException {
        if (packing == Packing.ZSTD) {
            return Zstd.compress(bytes);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed =
                packing == Packing.XZ ? new XZOutputStream(out, new LZMA2Options(1)) : new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(ByteSource source) {
        return source.slice(0, source.size()).toArray(ValueLayout.JAVA_BYTE);
    }

    private List<Path> cached() throws IOException {
        if (!Files.isDirectory(cache.folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache.folder())) {
            return files.toList();
        }
    }
}
