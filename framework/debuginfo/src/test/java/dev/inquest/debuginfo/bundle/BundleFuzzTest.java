package dev.inquest.debuginfo.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target for a fuzzer: everything that can be asked of a layout bundle. Checksums are made right first, since the fuzzer would not get past
 * them. An ordinary run feeds the seeds alone; with {@code JAZZER_FUZZ=1} in the environment, {@code -Djazzer.hooks=true} and the method chosen
 * ({@code -Dtest=BundleFuzzTest#file}) the fuzzer goes on from there. What is done with random damage each time is in
 * {@link BundleDamageTest}.
 */
class BundleFuzzTest {
    /** A bundle as it is made, and the same with all blocks stored as they are, in which the fuzzer sees more. */
    static Stream<byte[]> seeds() throws IOException, OpenException, DataFormatException {
        Path folder = Files.createTempDirectory("bundle-fuzz");
        try {
            byte[] data = Bundles.data(Bundles.build(folder, "b.jar", Bundles.ALL, "sample-5.elf", "sample-5.ko"));
            return Stream.of(data, Resign.unpack(data), Resign.withManyRecords(data));
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void file(byte[] bytes) {
        Everything.ask("fuzz", bytes);
        Everything.ask("fuzz", Resign.sign(bytes.clone()));
    }
}
