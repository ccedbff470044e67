package dev.inquest.format.kdump;

import static dev.inquest.format.kdump.Samples.memory;
import static dev.inquest.format.kdump.Samples.missing;
import static dev.inquest.format.kdump.Samples.open;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.memory.Fault;
import dev.inquest.testkit.KdumpWriter;
import dev.inquest.testkit.PhysicalImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitDumpTest {
    private final PhysicalImage memory = memory(4096);

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6})
    void readsPartsInAnyOrder(int version) throws Exception {
        List<byte[]> parts = new KdumpWriter(memory).version(version).split(13, 29);
        try (DumpImage image = open(parts.get(2), parts.get(0), parts.get(1))) {
            Samples.assertSame(memory, image);
            assertTrue(image.facts().complete());
            assertEquals(List.of("part1", "part2", "part0"), image.names());
        }
    }

    @Test
    void namesTheRangeOfAMissingPart() throws Exception {
        List<byte[]> parts = new KdumpWriter(memory).split(13, 29);
        try (DumpImage image = open(parts.get(2), parts.get(0))) {
            assertArrayEquals(memory.pages().get(12L), Samples.bytes(image, 12));
            assertEquals(Fault.Kind.LOST, missing(image, 13).kind());
            assertEquals(
                    "the part of the split dump with page frames 0xd to 0x1c was not given",
                    missing(image, 28).detail());
            assertArrayEquals(memory.pages().get(29L), Samples.bytes(image, 29));
            assertFalse(image.facts().complete());
            assertEquals(
                    List.of("A part of the split dump was not given: page frames 0xd to 0x1c."),
                    image.facts().remarks());
        }
        try (DumpImage image = open(parts.get(1))) {
            assertEquals(Fault.Kind.EXCLUDED, missing(image, 7).kind());
            assertEquals(Fault.Kind.LOST, missing(image, 6).kind());
            assertArrayEquals(memory.pages().get(13L), Samples.bytes(image, 13));
            assertEquals(2, image.facts().remarks().size());
        }
    }

    @Test
    void refusesPartsThatDoNotBelongTogether() {
        List<byte[]> parts = new KdumpWriter(memory).split(13, 29);
        byte[] other = new KdumpWriter(memory).timestamp(5).split(13, 29).get(1);
        byte[] overlapping = new KdumpWriter(memory).split(12, 29).get(1);
        byte[] whole = new KdumpWriter(memory).write();
        assertRefused("parts of different dumps", parts.get(0), other);
        assertRefused("both have page frame 0xc", parts.get(0), overlapping);
        assertRefused("both have page frame 0x0", parts.get(0), parts.get(0));
        assertRefused("two dumps, not parts", parts.get(0), whole);
        assertRefused("two dumps, not parts", whole, whole);
    }

    private static void assertRefused(String reason, byte[]... files) {
        OpenException e = assertThrows(OpenException.class, () -> open(files));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }
}
