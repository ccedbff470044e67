package dev.inquest.format.kdump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.TestSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Dumps of real machines, where the environment variable {@code INQUEST_DUMPS} names the folder that has them. */
@EnabledIfEnvironmentVariable(named = "INQUEST_DUMPS", matches = ".+", disabledReason = "needs a folder of real dumps")
class RealDumpsTest {

    @Test
    void everyPageOfEachDumpCanBeRead() throws Exception {
        for (String folder : List.of(
                "x86_64-6.1-sysrq", "x86_64-6.1-oops-in-module", "x86_64-6.12-hung-task", "ppc64le-6.1-sysrq")) {
            Path file = Path.of(System.getenv("INQUEST_DUMPS"), folder, "vmcore");
            try (DumpImage image = new KdumpFormat().open(List.of(TestSource.of(file)), Progress.NONE)) {
                long data = 0;
                long excluded = 0;
                for (long pfn = 0; pfn < image.endPfn(); pfn++) {
                    switch (image.page(pfn)) {
                        case Page.Data page -> {
                            assertEquals(image.pageSize(), page.bytes().byteSize());
                            data++;
                        }
                        case Page.Missing missing -> {
                            switch (missing.kind()) {
                                case EXCLUDED -> excluded++;
                                case LOST -> throw new AssertionError(missing.detail());
                                case NOT_MAPPED -> {}
                            }
                        }
                    }
                }
                assertTrue(data > 1000 && excluded > data / 10);
                assertTrue(image.vmcoreInfo().orElseThrow().get("OSRELEASE").isPresent());
            }
        }
    }
}
