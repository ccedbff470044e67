package dev.inquest.format.kdump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.container.flattened.FlattenedContainer;
import dev.inquest.testkit.TestSource;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dumps of real machines, where the environment variable {@code INQUEST_DUMPS} names the folder that has them. */
@EnabledIfEnvironmentVariable(named = "INQUEST_DUMPS", matches = ".+", disabledReason = "needs a folder of real dumps")
class RealDumpsTest {

    @ParameterizedTest
    @CsvSource({
        "x86_64-6.1-sysrq/vmcore, 2, 31, 62",
        "x86_64-6.1-oops-in-module/vmcore, 2, 31, 62",
        "x86_64-6.12-hung-task/vmcore, 2, 31, 62",
        "ppc64le-6.1-sysrq/vmcore, 2, 31, 21",
        "arm64-6.1-kaslr-qemu/vmcore.flat, 2, 1, 183"
    })
    void everyPageThatTheBitmapHasCanBeRead(String name, int cpus, int dumpLevel, int machine) throws Exception {
        Path file = Path.of(System.getenv("INQUEST_DUMPS")).resolve(name);
        ByteSource source = TestSource.of(file);
        FlattenedContainer flattened = new FlattenedContainer();
        if (flattened.matches(source)) {
            source = flattened.open(source, Progress.NONE);
        }
        try (DumpImage image = new KdumpFormat().open(List.of(source), Progress.NONE)) {
            assertTrue(image.facts().complete());
            assertEquals(machine, image.machine().elfMachine());
            assertEquals(OptionalInt.of(dumpLevel), image.facts().dumpLevel());
            assertEquals(
                    cpus,
                    image.notes().stream()
                            .filter(note -> note.type() == ElfNote.NT_PRSTATUS
                                    && note.name().equals("CORE"))
                            .count());
            assertTrue(image.vmcoreInfo().orElseThrow().get("OSRELEASE").isPresent());
            long data = 0;
            long excluded = 0;
            for (long pfn = 0; pfn < image.endPfn(); pfn++) {
                switch (image.page(pfn)) {
                    case Page.Data page -> {
                        assertEquals(image.pageSize(), page.bytes().byteSize());
                        data++;
                    }
                    case Page.Missing missing -> {
                        assertNotEquals(Fault.Kind.LOST, missing.kind(), missing.detail());
                        excluded += missing.kind() == Fault.Kind.EXCLUDED ? 1 : 0;
                    }
                }
            }
            assertTrue(data > 1000);
            assertEquals(dumpLevel == 31, excluded > 0);
        }
    }
}
