package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give reasons, nothing, or what is left; never anything else, and soon. */
class DwarfDamageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample-5.elf",
                "sample-5-zstd.elf",
                "sample-5-gnu.elf",
                "sample-5.ko",
                "sample-4.ko",
                "locals-4.elf",
                "sample-5-dwz.elf"
            })
    void cutShort(String sample) {
        byte[] whole = Samples.bytes(sample);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            int opened = 0;
            for (int size = 0; size < whole.length; size += 61) {
                opened += Exercise.run(sample, Arrays.copyOf(whole, size)) ? 1 : 0;
            }
            assertTrue(opened < whole.length / 61 / 2, "the section headers are at the end of the file");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample-5.elf",
                "sample-5-zlib.elf",
                "sample-5.ko",
                "sample-4.ko",
                "locals-4.elf",
                "locals-5.elf",
                "locals-5.ko",
                "sample-4-types.elf",
                "sample-5-types.elf",
                "sample-5-dwz.elf",
                "sample-5-split.elf"
            })
    void changedBytes(String sample) {
        byte[] whole = Samples.bytes(sample);
        Random random = new Random(42);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            int opened = 0;
            for (int i = 0; i < 800; i++) {
                byte[] changed = whole.clone();
                for (int k = 0; k <= i % 4; k++) {
                    changed[random.nextInt(changed.length)] = (byte) (i % 2 == 0 ? random.nextInt() : -1);
                }
                opened += Exercise.run(sample, changed) ? 1 : 0;
            }
            assertTrue(opened > 200, opened + " of 800 were opened");
        });
    }
}
