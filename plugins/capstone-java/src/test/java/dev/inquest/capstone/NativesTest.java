package dev.inquest.capstone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the library comes from. */
class NativesTest {
    @TempDir
    Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64", "ppc64le"})
    void everyRecordedLibraryIsHereAndAsRecorded(String machine) throws Exception {
        Path file = Natives.unpack(cache, machine);
        assertEquals(Natives.recorded().getProperty(machine + ".size"), Long.toString(Files.size(file)));
        // e_machine of the ELF header: EM_X86_64, EM_AARCH64, EM_PPC64
        byte[] head = Files.readAllBytes(file);
        assertEquals(Map.of("x86_64", 62, "aarch64", 183, "ppc64le", 21).get(machine), head[18] & 0xff);
        try (var files = Files.list(cache)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aDamagedFileIsUnpackedAnew() throws Exception {
        Path file = Natives.unpack(cache, "x86_64");
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[5000] ^= 1;
        Files.write(file, damaged);
        assertEquals(file, Natives.unpack(cache, "x86_64"));
        assertEquals(-1, Files.mismatch(file, Files.write(cache.resolve("copy"), whole)));
    }

    @Test
    void anotherMachineIsNamed() {
        CapstoneException e = assertThrows(CapstoneException.class, () -> Natives.unpack(cache, "riscv64"));
        assertTrue(String.valueOf(e.getMessage()).contains("riscv64"), e.getMessage());
    }

    @Test
    void aFolderThatCannotBeMadeIsNoCrash() throws Exception {
        Path file = Files.writeString(cache.resolve("file"), "");
        Settings settings = new Settings(null, false, file.resolve("below"));
        try {
            // Where the system has a library that will do, it serves.
            assertTrue(Capstone.load(settings).origin().startsWith("the system's"));
        } catch (CapstoneException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("cannot be unpacked"), e.getMessage());
            assertFalse(String.valueOf(e.getMessage()).contains("\n"));
        }
    }

    @Test
    void aLibraryThatIsNoneIsRefused() throws Exception {
        Path text = Files.writeString(cache.resolve("libcapstone.so.5"), "no library");
        Settings settings = new Settings(text, false, cache);
        CapstoneException e = assertThrows(CapstoneException.class, () -> Capstone.load(settings));
        assertTrue(String.valueOf(e.getMessage()).contains("libcapstone.so.5"), e.getMessage());
        CapstoneException other =
                assertThrows(CapstoneException.class, () -> Capstone.load("libc.so.6", "the system's libc.so.6"));
        assertTrue(String.valueOf(other.getMessage()).contains("no libcapstone"), other.getMessage());
    }

    @Test
    void settingsComeFromThePropertyBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("CAPSTONE_LIBRARY", "/opt/libcapstone.so", "XDG_CACHE_HOME", "/cache");
        Settings standard = Settings.of(name -> "user.home".equals(name) ? "/home/me" : null, environment);
        assertEquals(Path.of("/opt/libcapstone.so"), standard.library());
        assertEquals(Path.of("/cache/capstone-java"), standard.cache());
        Settings system = Settings.of(name -> Settings.LIBRARY.equals(name) ? "system" : null, environment);
        assertTrue(system.preferSystem());
        assertEquals(null, system.library());
    }

    /** What the loader says of a Capstone 4: this host may have one. */
    @Test
    void anOlderVersionIsRefusedWithTheReason() {
        CapstoneException e = assertThrows(
                CapstoneException.class, () -> Capstone.load("libcapstone.so.4", "the system's libcapstone.so.4"));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("this binding needs 5.0") || message.contains("libcapstone.so.4"), message);
    }
}
