package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.file.ElfDebugFileFormat;
import dev.inquest.testkit.ElfFileWriter;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files whose entries lie partly in others; with the supplementary file they are samples like all others. */
class OtherFilesTest {

    private static DebugFile open(String name) throws OpenException {
        return new ElfDebugFileFormat().open(ElfFileWriter.source(name, Samples.bytes(name)), Progress.NONE);
    }

    private static LayoutSource dwarf(DebugFile file) {
        return file.load(Samples.map("x")).stream()
                .filter(source -> source.describe().startsWith("DWARF"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"sample-5-dwz.elf,sample-5-dwz.sup", "sample-5-sup.elf,sample-5-sup.sup"})
    void whatIsMissingIsNamed(String sample, String shared) throws OpenException {
        try (DebugFile file = open(sample)) {
            DebugFile.Supplement missing = file.missingSupplement().orElseThrow();
            assertEquals(shared, missing.path());
            assertEquals(40, missing.buildId().length());
            LayoutSource dwarf = dwarf(file);
            assertEquals("DWARF of " + sample + " (without the shared parts in " + shared + ")", dwarf.describe());
            TypeSource types = dwarf.types();
            assertNotNull(types);
            assertNull(types.find(TypeSource.Kind.BASE, "long unsigned int"), "it lies in the other file");
        }
    }

    @Test
    void anotherSupplementIsRefused() throws OpenException {
        try (DebugFile file = open("sample-5-dwz.elf")) {
            OpenException refused = assertThrows(
                    OpenException.class,
                    () -> file.supplement(ElfFileWriter.source("other.sup", Samples.bytes("sample-5-sup.sup"))));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("other.sup has the build ID "), refused.getMessage());
            assertTrue(file.missingSupplement().isPresent());
            file.supplement(ElfFileWriter.source("right.sup", Samples.bytes("sample-5-dwz.sup")));
            assertFalse(file.missingSupplement().isPresent());
            assertEquals("DWARF of sample-5-dwz.elf", dwarf(file).describe());
        }
    }

    @Test
    void aFileThatIsWholeNeedsNone() throws OpenException {
        try (DebugFile file = open("sample-5.elf")) {
            assertFalse(file.missingSupplement().isPresent());
            assertThrows(
                    OpenException.class,
                    () -> file.supplement(ElfFileWriter.source("right.sup", Samples.bytes("sample-5-dwz.sup"))));
        }
    }

    @Test
    void splitUnitsAreNamed() throws OpenException {
        try (DebugFile file = open("sample-5-split.elf")) {
            LayoutSource dwarf = dwarf(file);
            assertEquals(
                    "DWARF of sample-5-split.elf (split: types and variables are in split.dwo and the like, which are not read; BTF"
                            + " or a build without CONFIG_DEBUG_INFO_SPLIT has them)",
                    dwarf.describe());
            TypeSource types = dwarf.types();
            assertNotNull(types);
            assertNull(types.find(TypeSource.Kind.STRUCT, "item"));
        }
    }

    @Test
    void aFileOfSplitUnitsIsRefusedWithWhatHasTheSame() {
        ElfFileWriter elf = new ElfFileWriter(1, 62, ByteOrder.LITTLE_ENDIAN);
        elf.section(".debug_info.dwo", 1, 0, 0, new byte[16]);
        OpenException refused = assertThrows(
                OpenException.class,
                () -> new ElfDebugFileFormat()
                        .open(ElfFileWriter.source("kernel/fork.dwo", elf.build()), Progress.NONE));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("kernel/fork.dwo holds split DWARF (.dwo, .dwp), which is not read"),
                refused.getMessage());
    }
}
