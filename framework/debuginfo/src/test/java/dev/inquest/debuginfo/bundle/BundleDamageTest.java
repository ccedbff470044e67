package dev.inquest.debuginfo.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed in a bundle, it is refused with a message or has less to say; it never hangs or fails in other ways. */
class BundleDamageTest {
    @TempDir
    Path folder;

    private byte[] data = new byte[0];

    @BeforeEach
    void build() throws IOException, OpenException {
        data = Bundles.data(Bundles.build(folder, "b.jar", Bundles.ALL, "sample-5.elf", "sample-5.ko"));
    }

    @Test
    void changedBytesAreNoticedByTheChecksums() {
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            for (int at = 0; at < data.length; at += at < 2048 ? 1 : 7) {
                byte[] damaged = data.clone();
                damaged[at] ^= (byte) (1 << at % 8);
                Everything.ask("damaged.bin", damaged);
            }
        });
    }

    @Test
    void theHeaderNamesTheFileAndTheOffset() {
        for (int at = 0; at < Format.HEADER + Format.ENTRY; at++) {
            byte[] damaged = data.clone();
            damaged[at] ^= 0x40;
            OpenException refused =
                    assertThrows(OpenException.class, () -> Bundles.open("dir/damaged.bin", damaged), "byte " + at);
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith("dir/damaged.bin at offset 0x"),
                    refused.getMessage());
        }
    }

    @Test
    void cutFilesAreRefused() {
        for (int length = 0; length < data.length; length += length < 200 ? 1 : 97) {
            byte[] cut = Arrays.copyOf(data, length);
            assertThrows(OpenException.class, () -> Bundles.open("cut.bin", cut));
        }
    }

    /** Found by the fuzzer: looking through all types took as long as the head said that there were some. */
    @Test
    void recordsThatAreNotThereAreNotLookedFor() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> Everything.ask("hostile.bin", Resign.withManyRecords(data)));
    }

    /** With the checksums made right again, what stands in the blocks is what is tested. */
    @Test
    void changesBehindRightChecksumsAreSurvived() throws DataFormatException, OpenException {
        byte[] unpacked = Resign.unpack(data);
        // What was only unpacked says the same.
        assertEquals(
                Bundles.open("b", data).linkAddress("linux_banner"),
                Bundles.open("b", unpacked).linkAddress("linux_banner"));
        Random random = new Random(42);
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            for (int round = 0; round < 3000; round++) {
                Everything.ask("hostile.bin", Resign.mutate(round % 4 == 0 ? data : unpacked, random));
            }
        });
    }
}
