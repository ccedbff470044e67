package dev.inquest.debuginfo.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutBuilder.Part;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.Type;
import dev.inquest.testkit.ElfFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bundle says what the files that it was made of say. */
class BundleOfSamplesTest {
    private static final LoadMap MOVED = LoadMap.kernel(0x11c00000L);

    @TempDir
    Path folder;

    private static void compare(List<LayoutSource> expected, List<LayoutSource> got, SymbolSource symbols) {
        Comparison comparison = new Comparison();
        TypeSource types = Comparison.part(expected, LayoutSource::types);
        comparison.types(types, Comparison.part(got, LayoutSource::types));
        comparison.variables(symbols, types, Comparison.part(got, LayoutSource::types));
        comparison.functions(symbols, types, Comparison.part(got, LayoutSource::types));
        comparison.symbols(symbols, Comparison.part(got, LayoutSource::symbols));
        long[] text = {0};
        symbols.forEach(symbol -> text[0] = symbol.text() ? symbol.address() : text[0]);
        comparison.lines(
                Comparison.part(expected, LayoutSource::lines),
                Comparison.part(got, LayoutSource::lines),
                text[0] - 0x400,
                text[0] + 0x400,
                1);
        comparison.unwind(
                Comparison.part(expected, LayoutSource::unwind)::row,
                Comparison.part(got, LayoutSource::unwind)::row,
                text[0] - 0x400,
                text[0] + 0x400,
                1);
        assertEquals(List.of(), comparison.differences());
        assertTrue(comparison.checked() > 2000, comparison.checked() + " comparisons");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-5.elf", "sample-5-zlib.elf", "sample-5-gnu.elf", "sample-5-zstd.elf"})
    void kernel(String name) throws IOException, OpenException {
        DebugFile bundle = Bundles.open(Bundles.build(folder, "b.jar", Bundles.ALL, name));
        DebugFile elf = Bundles.elf(Bundles.sample(folder, name));
        assertTrue(bundle.kernel());
        assertTrue(bundle.hasDebugInfo());
        assertEquals(elf.machine(), bundle.machine());
        assertEquals(elf.buildId(), bundle.buildId());
        assertEquals(elf.release(), bundle.release());
        assertEquals(elf.linkAddress("linux_banner"), bundle.linkAddress("linux_banner"));
        assertEquals(elf.linkAddress("no_such_symbol"), bundle.linkAddress("no_such_symbol"));
        List<LayoutSource> sources = elf.load(MOVED);
        compare(sources, bundle.load(MOVED), Comparison.part(sources, LayoutSource::symbols));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-5.ko", "sample-4.ko"})
    void moduleBesideAKernel(String name) throws IOException, OpenException {
        DebugFile bundle = Bundles.open(Bundles.build(folder, "b.jar", Bundles.ALL, "sample-5.elf", name));
        DebugFile elf = Bundles.elf(Bundles.sample(folder, name));
        assertEquals(1, bundle.modules().size());
        DebugFile module = bundle.modules().getFirst();
        assertFalse(module.kernel());
        assertEquals(elf.moduleName(), module.moduleName());
        assertEquals(elf.buildId(), module.buildId());
        // Sections that were not loaded have no place: what is in them is not found.
        LoadMap map = new LoadMap(0, Map.of(".text", 0xffffffffc0100000L), elf.moduleName());
        List<LayoutSource> sources = elf.load(map);
        Comparison comparison = new Comparison();
        SymbolSource symbols = Comparison.part(sources, LayoutSource::symbols);
        List<LayoutSource> got = module.load(map);
        comparison.symbols(symbols, Comparison.part(got, LayoutSource::symbols));
        comparison.lines(
                Comparison.part(sources, LayoutSource::lines),
                Comparison.part(got, LayoutSource::lines),
                0xffffffffc00ff000L,
                0xffffffffc0101000L,
                1);
        comparison.unwind(
                Comparison.part(sources, LayoutSource::unwind)::row,
                Comparison.part(got, LayoutSource::unwind)::row,
                0xffffffffc00ff000L,
                0xffffffffc0101000L,
                1);
        assertEquals(List.of(), comparison.differences());
        assertTrue(comparison.checked() > 10_000, comparison.checked() + " comparisons");
    }

    @Test
    void typesOfFunctionsByAddress() throws IOException, OpenException {
        DebugFile bundle = Bundles.open(Bundles.build(folder, "b.jar", Set.of(Part.TYPES), "functions-5.elf"));
        TypeSource types = Comparison.part(bundle.load(MOVED), LayoutSource::types);
        long text = 0xffffffff81000000L + 0x11c00000L;
        assertEquals("int (struct thing *)", spelling(types.function("same_name", text, false)));
        assertEquals("long (long, unsigned char)", spelling(types.function("same_name", text + 0x28, false)));
        assertEquals("void (char *, const char *, ...)", spelling(types.function("format", text + 0xb, true)));
        assertEquals("none", spelling(types.function("format", text + 0xc, true)));
        assertEquals("none", spelling(types.function("entry", text + 0x56, true)));
        assertEquals("none", spelling(types.function("format", 0xb, true)));
        assertNull(types.variable("format"));
        assertNotNull(types.variable("negative"));
        assertEquals(
                -7, Objects.requireNonNull(types.enumerator("THIRD_CONSTANT")).value());
        assertNull(types.enumerator("NO_CONSTANT"));
    }

    private static String spelling(@Nullable Type type) {
        return type == null ? "none" : type.spelling();
    }

    /** GCC makes functions of the same code aliases; which name an address has must not depend on where the symbols come from. */
    @Test
    void ofSeveralNamesAnAddressHasTheSameFromBoth() throws IOException, OpenException {
        long text = 0xffffffff81000000L;
        ElfFileWriter writer = new ElfFileWriter(2, 62, java.nio.ByteOrder.LITTLE_ENDIAN);
        int section = writer.section(".text", 1, 6, text, new byte[64]);
        writer.symbol("linux_banner", text, 4, 1, 1, section);
        for (String name :
                List.of("__ia32_sys_call", "longest_of_them", "shorter_one", "shorter_two", "__x64_sys_call")) {
            writer.symbol(name, text + 16, 8, 1, 2, section);
            writer.symbol(name.replace("__x64", "__ia32") + "_b", text + 32, 8, 1, 2, section);
        }
        Files.write(folder.resolve("aliases.elf"), writer.build());
        DebugFile elf = Bundles.elf(folder.resolve("aliases.elf"));
        DebugFile bundle = Bundles.open(Bundles.build(folder, "b.jar", Set.of(Part.SYMBOLS), "aliases.elf"));
        for (DebugFile file : List.of(elf, bundle)) {
            SymbolSource symbols = Comparison.part(file.load(MOVED), LayoutSource::symbols);
            assertEquals("shorter_one", name(symbols, text + 0x11c00000L + 20));
            assertEquals("shorter_one_b", name(symbols, text + 0x11c00000L + 39));
        }
    }

    private static String name(SymbolSource symbols, long address) {
        Symbol symbol = symbols.at(address);
        return symbol == null ? "none" : symbol.name();
    }

    @Test
    void twoMakingsGiveTheSameBytes() throws IOException, OpenException {
        byte[] one = Files.readAllBytes(Bundles.build(folder, "1.jar", Bundles.ALL, "sample-5.elf", "sample-5.ko"));
        byte[] two = Files.readAllBytes(Bundles.build(folder, "2.jar", Bundles.ALL, "sample-5.elf", "sample-5.ko"));
        assertArrayEquals(one, two);
    }

    @Test
    void theJarIsABundleThatSaysWhichKernelItIsOf() throws IOException, OpenException {
        Path jar = Bundles.build(folder, "b.jar", Bundles.ALL, "sample-5.elf", "sample-5.ko");
        String id =
                Bundles.elf(Bundles.sample(folder, "sample-5.elf")).buildId().orElse("");
        try (JarFile file = new JarFile(jar.toFile())) {
            var headers = file.getManifest().getMainAttributes();
            assertEquals("2", headers.getValue("Bundle-ManifestVersion"));
            String capability = headers.getValue("Provide-Capability");
            assertTrue(capability.startsWith("inquest.layout;build-id=\"" + id + "\";release=\""), capability);
            assertTrue(capability.contains(";arch=\"x86_64\";modules:Long=1;"), capability);
            assertNull(headers.getValue("Import-Package"));
            ZipEntry entry = file.getEntry(Format.JAR_ENTRY);
            assertEquals(ZipEntry.STORED, entry.getMethod());
        }
        byte[] all = Files.readAllBytes(jar);
        int at = new String(all, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("INQLAYT\n");
        assertEquals(0, at % Format.JAR_ALIGNMENT);
    }

    @Test
    void theBareDataServeAsWell() throws IOException, OpenException {
        Path jar = Bundles.build(folder, "b.jar", Bundles.ALL, "sample-5.elf");
        byte[] data = Bundles.data(jar);
        BundleDebugFileFormat format = new BundleDebugFileFormat();
        assertTrue(format.matches(ElfFileWriter.source("layout.bin", data)));
        assertTrue(format.matches(ElfFileWriter.source("b.jar", Files.readAllBytes(jar))));
        assertFalse(format.matches(ElfFileWriter.source("x", new byte[1000])));
        assertEquals(
                Bundles.open(jar).buildId(), Bundles.open("layout.bin", data).buildId());
    }

    @Test
    void whatWasLeftOutIsMissing() throws IOException, OpenException {
        Path small = Bundles.build(folder, "s.jar", Set.of(Part.TYPES), "sample-5.elf", "sample-5.ko");
        LayoutSource source = Bundles.open(small).load(MOVED).getFirst();
        assertNotNull(source.types());
        assertNull(source.symbols());
        assertNull(source.lines());
        assertNull(source.unwind());
        LayoutSource unwind = Bundles.open(Bundles.build(folder, "u.jar", Set.of(Part.UNWIND), "sample-5.elf"))
                .load(MOVED)
                .getFirst();
        assertNull(unwind.types());
        assertNotNull(unwind.unwind());
    }

    @Test
    void filesOfNoUseAreRefusedWithAReason() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a kernel\n".repeat(20));
        assertEquals(text + ": is neither a vmlinux nor a module", refusal(folder, "notes.txt"));
        String module = refusal(folder, "sample-5.ko");
        assertTrue(module.endsWith("sample-5.ko: is a module; name the vmlinux first"), module);
        assertFalse(Files.exists(folder.resolve("b.jar")));
        assertFalse(Files.exists(folder.resolve(".b.jar.part")));
    }

    private static String refusal(Path folder, String kernel) {
        OpenException refused =
                assertThrows(OpenException.class, () -> Bundles.build(folder, "b.jar", Bundles.ALL, kernel));
        return String.valueOf(refused.getMessage());
    }
}
