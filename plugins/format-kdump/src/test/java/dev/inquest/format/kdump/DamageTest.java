package dev.inquest.format.kdump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.testkit.KdumpWriter;
import dev.inquest.testkit.NoteSection;
import dev.inquest.testkit.PageCompression;
import dev.inquest.testkit.PhysicalImage;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is in the file: it opens, with pages that are lost, or is refused in words. */
class DamageTest {
    private final PhysicalImage memory = Samples.memory(4096);
    private final PageCompression[] all = PageCompression.values();
    private final byte[] dump = new KdumpWriter(memory)
            .compression(pfn -> all[(int) (pfn % all.length)])
            .notes(new NoteSection(ByteOrder.LITTLE_ENDIAN).registers(1, 2, 3).bytes())
            .vmcoreInfo("OSRELEASE=x\n")
            .write();

    @Test
    void truncatedAnywhereItOpensAsFarAsItGoes() {
        int opened = 0;
        int lastLost = memory.pages().size();
        for (int size = 0; size < dump.length; size += 211) {
            try (DumpImage image = Samples.open(Arrays.copyOf(dump, size))) {
                opened++;
                assertFalse(image.facts().complete(), "size " + size);
                assertTrue(image.facts().remarks().getLast().contains("cut short"), "size " + size);
                int lost = lost(image);
                assertTrue(lost > 0 && lost <= lastLost, "size " + size + " lost " + lost);
                lastLost = lost;
            } catch (OpenException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("part0: the dump is cut off"), e.getMessage());
                assertEquals(0, opened, "size " + size);
            }
        }
        assertTrue(opened > 100);
        assertEquals(1, lastLost);
    }

    private int lost(DumpImage image) {
        int lost = 0;
        for (long pfn : memory.pages().keySet()) {
            switch (image.page(pfn)) {
                case Page.Data page ->
                    assertArrayEquals(memory.pages().get(pfn), page.bytes().toArray(ValueLayout.JAVA_BYTE));
                case Page.Missing missing -> {
                    assertEquals(Fault.Kind.LOST, missing.kind());
                    lost++;
                }
            }
        }
        return lost;
    }

    @Test
    void aFlippedHeaderByteNeverEscapesAsAnotherError() {
        int opened = 0;
        for (int at = 0; at < 4096 + 0x100; at++) {
            for (int flip : new int[] {0xff, 0x80, 0x01}) {
                opened += survives(at, flip) ? 1 : 0;
            }
        }
        assertTrue(opened > 1000);
    }

    @Test
    void aFlippedByteInBitmapsAndDescriptorsNeverEscapesAsAnotherError() {
        for (int at = 4096 * 2; at < 4096 * 4 + 40 * 24; at++) {
            survives(at, 0xff);
        }
    }

    @Test
    void noiseNeverEscapesAsAnotherError() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            byte[] noise = dump.clone();
            int from = random.nextInt(noise.length);
            for (int i = 0; i < 200 && from + i < noise.length; i++) {
                noise[from + i] = (byte) random.nextInt();
            }
            survives(noise);
        }
    }

    private boolean survives(int at, int flip) {
        byte[] flipped = dump.clone();
        flipped[at] ^= (byte) flip;
        return survives(flipped);
    }

    private static boolean survives(byte[] file) {
        try (DumpImage image = Samples.open(file)) {
            image.facts();
            image.notes();
            long step = Math.max(1, image.endPfn() / 200);
            for (long pfn = 0; pfn < image.endPfn() && pfn >= 0; pfn += step) {
                if (image.page(pfn) instanceof Page.Data page) {
                    assertEquals(image.pageSize(), page.bytes().byteSize());
                }
            }
            return true;
        } catch (OpenException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("part0: "), e.getMessage());
            return false;
        }
    }
}
