package dev.inquest.format.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.TestSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Dumps of real machines, unpacked, where the environment variable {@code INQUEST_DUMPS} names the folder that has them.
 */
@EnabledIfEnvironmentVariable(named = "INQUEST_DUMPS", matches = ".+", disabledReason = "needs a folder of real dumps")
class RealDumpsTest {

    @ParameterizedTest
    @CsvSource({"arm64-6.12-sysrq, 2", "x86_64-6.1-badptr-qemu, 4"})
    void everyPageThatASegmentCoversCanBeRead(String folder, int cpus) throws Exception {
        Path file = Path.of(System.getenv("INQUEST_DUMPS"), folder, "vmcore.elf");
        assumeTrue(Files.exists(file), "unpack vmcore.elf.zst first");
        try (DumpImage image = new ElfDumpFormat().open(List.of(TestSource.of(file)), Progress.NONE)) {
            assertTrue(image.facts().complete());
            assertEquals(List.of(), image.facts().remarks());
            assertEquals(
                    cpus,
                    image.notes().stream().filter(RealDumpsTest::isRegisters).count());
            assertTrue(image.vmcoreInfo().isPresent());
            long expected = 0;
            for (DumpImage.Segment segment : image.segments()) {
                for (long at = segment.physical(); at < segment.physical() + segment.size(); at += image.pageSize()) {
                    Page.Data page = (Page.Data) image.page(at / image.pageSize());
                    assertEquals(image.pageSize(), page.bytes().byteSize());
                    expected++;
                }
            }
            assertTrue(expected > 10_000);
            Page.Missing beyond = (Page.Missing) image.page(image.endPfn());
            assertEquals(Fault.Kind.NOT_MAPPED, beyond.kind());
        }
    }

    private static boolean isRegisters(ElfNote note) {
        return note.name().equals("CORE") && note.type() == ElfNote.NT_PRSTATUS;
    }
}
