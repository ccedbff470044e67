package dev.inquest.debuginfo.file;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.fakes.Mutations;
import dev.inquest.testkit.ElfFileWriter;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target for a fuzzer: headers, symbols, notes, compressed sections, relocations and unwind tables of a kernel or a module; what DWARF says is
 * not asked here. An ordinary run feeds the seeds alone; with {@code JAZZER_FUZZ=1} in the environment, {@code -Djazzer.hooks=true} and the method
 * chosen ({@code -Dtest=ElfFuzzTest#file}) the fuzzer goes on from there.
 */
class ElfFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "/dwarf/sample-5.elf",
                        "/dwarf/sample-5-zlib.elf",
                        "/dwarf/sample-5-zstd.elf",
                        "/dwarf/sample-5-gnu.elf",
                        "/dwarf/sample-5.ko",
                        "/dwarf/sample-4.ko")
                .map(Mutations::resource);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void file(byte[] bytes) {
        use(bytes);
    }

    private static void use(byte[] bytes) {
        ByteSource source = ElfFileWriter.source("fuzz", bytes);
        ElfDebugFileFormat format = new ElfDebugFileFormat();
        if (!format.matches(source)) {
            return;
        }
        try (DebugFile file = format.open(source, Progress.NONE)) {
            file.buildId();
            file.release();
            file.moduleName();
            file.linkAddress("linux_banner");
            LoadMap map = file.kernel()
                    ? LoadMap.kernel(0x1000)
                    : new LoadMap(0, Map.of(".text", 0xffffffffc0000000L, ".data", 0xffffffffc0010000L), "fuzz");
            for (LayoutSource one : file.load(map)) {
                SymbolSource symbols = one.symbols();
                if (symbols != null) {
                    symbols.forEach(symbol -> symbols.at(symbol.address()));
                }
                UnwindSource unwind = one.unwind();
                if (unwind != null) {
                    unwind.row(0xffffffffc0000010L);
                }
            }
        } catch (OpenException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("fuzz"), String.valueOf(e.getMessage()));
        }
    }

    @Test
    void damageEndsInNothingWorse() {
        assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> seeds().forEach(seed -> Mutations.of(seed, 400, ElfFuzzTest::use)));
    }
}
