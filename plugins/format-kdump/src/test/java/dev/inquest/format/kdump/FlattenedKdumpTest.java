package dev.inquest.format.kdump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.container.flattened.FlattenedContainer;
import dev.inquest.testkit.FlattenedWriter;
import dev.inquest.testkit.KdumpWriter;
import dev.inquest.testkit.PageCompression;
import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.TestSource;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dumps in flattened form: pages lie across records, and holes take the place of what was cut off. */
class FlattenedKdumpTest {
    private final PhysicalImage memory = Samples.memory(4096);

    @ParameterizedTest
    @EnumSource
    void isReadInPlace(PageCompression packing) throws Exception {
        byte[] dump = new KdumpWriter(memory).compression(packing).write();
        for (int recordSize : new int[] {100, 1500, 4096, 50_000}) {
            try (DumpImage image = open(FlattenedWriter.flatten(dump, recordSize))) {
                Samples.assertSame(memory, image);
                assertTrue(image.facts().complete());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void truncatedAnywhereItOpensAsFarAsItGoes(PageCompression packing) {
        byte[] stream = FlattenedWriter.flatten(
                new KdumpWriter(memory).compression(packing).write(), 1000);
        int opened = 0;
        for (int size = 4096; size < stream.length - 1100; size += 1009) {
            try (DumpImage image = open(Arrays.copyOf(stream, size))) {
                opened++;
                assertFalse(image.facts().complete(), "size " + size);
                for (long pfn : memory.pages().keySet()) {
                    switch (image.page(pfn)) {
                        case Page.Data page ->
                            assertArrayEquals(
                                    memory.pages().get(pfn), page.bytes().toArray(ValueLayout.JAVA_BYTE));
                        case Page.Missing missing -> assertEquals(Fault.Kind.LOST, missing.kind());
                    }
                }
            } catch (OpenException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("dump: "), e.getMessage());
            }
        }
        assertTrue(opened > 10);
    }

    private static DumpImage open(byte[] stream) throws OpenException {
        ByteSource source = new FlattenedContainer().open(TestSource.of("dump", stream), Progress.NONE);
        return new KdumpFormat().open(List.of(source), Progress.NONE);
    }
}
