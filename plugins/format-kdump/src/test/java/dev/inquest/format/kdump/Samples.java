package dev.inquest.format.kdump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.TestSource;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Memory to write and check. */
final class Samples {
    private Samples() {}

    /** Pages that pack well, badly and not at all, pages of zeros, excluded pages and holes; 42 page frames. */
    static PhysicalImage memory(int pageSize) {
        PhysicalImage image = new PhysicalImage(pageSize);
        Random random = new Random(pageSize);
        for (long pfn = 1; pfn < 40; pfn++) {
            byte[] page = new byte[pageSize];
            switch ((int) (pfn % 5)) {
                case 0 -> random.nextBytes(page);
                case 1 -> {
                    for (int i = 0; i < pageSize; i++) {
                        page[i] = (byte) (i % 17 + pfn);
                    }
                }
                case 2 -> {
                    for (int i = 0; i < pageSize; i += 8) {
                        page[i] = (byte) random.nextInt();
                    }
                }
                default -> {}
            }
            image.page(pfn, page);
        }
        return image.exclude(7).exclude(8).exclude(40).endPfn(42);
    }

    static DumpImage open(byte[]... files) throws OpenException {
        List<dev.inquest.api.image.ByteSource> sources = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            sources.add(TestSource.of("part" + i, files[i]));
        }
        return new KdumpFormat().open(sources, Progress.NONE);
    }

    static byte[] bytes(DumpImage image, long pfn) {
        return switch (image.page(pfn)) {
            case Page.Data page -> page.bytes().toArray(ValueLayout.JAVA_BYTE);
            case Page.Missing missing -> throw new AssertionError(pfn + ": " + missing);
        };
    }

    static Page.Missing missing(DumpImage image, long pfn) {
        return (Page.Missing) image.page(pfn);
    }

    static void assertSame(PhysicalImage expected, DumpImage actual) {
        assertEquals(expected.pageSize(), actual.pageSize());
        assertEquals(expected.endPfn(), actual.endPfn());
        for (long pfn = -1; pfn <= expected.endPfn(); pfn++) {
            byte[] page = expected.pages().get(pfn);
            if (page != null) {
                assertArrayEquals(page, bytes(actual, pfn), "page frame " + pfn);
            } else {
                Fault.Kind kind = expected.isMemory(pfn) ? Fault.Kind.EXCLUDED : Fault.Kind.NOT_MAPPED;
                assertEquals(kind, missing(actual, pfn).kind(), "page frame " + pfn);
            }
        }
        assertRunsAgree(actual);
    }

    /** Checks that the runs follow one another to the end, and that each frame is as its run says. */
    static void assertRunsAgree(DumpImage image) {
        long pfn = 0;
        while (pfn < image.endPfn()) {
            DumpImage.Run run = image.run(pfn);
            assertEquals(pfn, run.first());
            assertTrue(run.end() > pfn && run.end() <= image.endPfn(), run.toString());
            for (; pfn < run.end(); pfn++) {
                Page.Missing missing = image.page(pfn) instanceof Page.Missing found ? found : null;
                assertEquals(run.missing(), missing, "page frame " + pfn + " in " + run);
            }
        }
    }
}
