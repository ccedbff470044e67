package dev.inquest.debuginfo.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.bundle.BundleDebugFileFormat;
import dev.inquest.debuginfo.bundle.build.LayoutBuilderComponent;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares real kernels with what drgn reads in them. Needs the system property {@code inquest.kernels}, a directory with
 * {@code vmlinux-RELEASE}, and the environment variable {@code INQUEST_DUMPS}, a directory of dumps with their
 * {@code drgn.json.gz}; without them these tests are skipped.
 */
class RealKernelTest {

    private record Case(Path dump, Map<?, ?> facts, DebugFile file, long bias) {
        LayoutSource source(String kind) {
            for (LayoutSource source : file.load(LoadMap.kernel(bias))) {
                if (source.describe().startsWith(kind)) {
                    return source;
                }
            }
            throw new IllegalStateException("no " + kind);
        }
    }

    private static Case open(String name) throws IOException, OpenException {
        String kernels = System.getProperty("inquest.kernels");
        String dumps = System.getenv("INQUEST_DUMPS");
        assumeTrue(kernels != null, "the system property inquest.kernels names no directory of kernels");
        assumeTrue(dumps != null, "INQUEST_DUMPS names no directory of dumps");
        Path dump = Path.of(String.valueOf(dumps), name);
        assumeTrue(Files.exists(dump.resolve("vmcore")), dump + " has no vmcore");
        Map<?, ?> facts = facts(dump);
        String release = Json.string(Json.map(facts.get("uts")).get("release"));
        Path kernel = Path.of(String.valueOf(kernels), "vmlinux-" + release);
        assumeTrue(Files.exists(kernel), kernel + " is missing");
        DebugFile file = new ElfDebugFileFormat().open(mapped(kernel), Progress.NONE);
        assertEquals(release, file.release().orElse(""));
        return new Case(dump, facts, file, bias(dump.resolve("vmcore")));
    }

    /** VMCOREINFO lies uncompressed in the first bytes of a dump. */
    private static long bias(Path vmcore) throws IOException {
        String head;
        try (InputStream in = Files.newInputStream(vmcore)) {
            head = new String(in.readNBytes(1 << 20), StandardCharsets.ISO_8859_1);
        }
        int at = head.indexOf("\nKERNELOFFSET=") + 14;
        return Long.parseUnsignedLong(head.substring(at, head.indexOf('\n', at)), 16);
    }

    private static ByteSource mapped(Path path) throws IOException {
        MemorySegment all;
        try (FileChannel channel = FileChannel.open(path)) {
            all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
        return new ByteSource() {
            @Override
            public String name() {
                return path.toString();
            }

            @Override
            public long size() {
                return all.byteSize();
            }

            @Override
            public MemorySegment slice(long offset, long length) {
                return all.asSlice(offset, length);
            }

            @Override
            public void close() {}
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-6.1-sysrq", "x86_64-6.1-oops-in-module", "x86_64-6.12-hung-task"})
    void linesAndInlinedFunctions(String name) throws Exception {
        Case real = open(name);
        compareLines(real.facts(), real.source("DWARF").lines());
    }

    private static void compareLines(Map<?, ?> facts, @Nullable LineSource lines) {
        assertNotNull(lines);
        int checked = 0;
        for (Object entry : Json.list(facts.get("source_lines"))) {
            List<?> fields = Json.list(entry);
            List<String> expected = new ArrayList<>();
            for (Object line : Json.list(fields.get(2))) {
                List<?> place = Json.list(line);
                expected.add(place.get(0) + ":" + place.get(1) + ":" + place.get(2));
            }
            List<String> got = lines.positions(Json.number(fields.get(0))).stream()
                    .map(p -> p.file() + ":" + p.line() + ":" + p.column())
                    .toList();
            assertEquals(expected, got, Json.string(fields.get(1)));
            checked++;
        }
        assertTrue(checked > 100, checked + " places");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-6.1-sysrq", "x86_64-6.1-oops-in-module", "x86_64-6.12-hung-task"})
    void structsOfDwarf(String name) throws Exception {
        compareStructs(open(name), "DWARF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-6.1-sysrq", "x86_64-6.1-oops-in-module", "x86_64-6.12-hung-task"})
    void structsOfBtf(String name) throws Exception {
        compareStructs(open(name), "BTF");
    }

    /** BTF does not tell {@code []} from {@code [0]}; drgn puts a blank before a pointer's qualifier. */
    private static void compareStructs(Case real, String kind) {
        compareStructs(real.facts(), real.source(kind).types(), kind);
    }

    private static void compareStructs(Map<?, ?> facts, @Nullable TypeSource types, String kind) {
        assertNotNull(types);
        int checked = 0;
        for (Map.Entry<?, ?> entry : Json.map(facts.get("types")).entrySet()) {
            String struct = Json.string(entry.getKey());
            Type found = types.find(TypeSource.Kind.STRUCT, struct);
            StructType type = assertInstanceOf(StructType.class, found, kind + " has no struct " + struct);
            assertEquals(Json.number(Json.map(entry.getValue()).get("size")), type.size(), struct);
            List<String> expected = new ArrayList<>();
            for (Object member : Json.list(Json.map(entry.getValue()).get("members"))) {
                List<?> fields = Json.list(member);
                expected.add(Json.string(fields.get(0)) + " at " + Json.number(fields.get(1)) + ":"
                        + Json.number(fields.get(2)) + " "
                        + Json.string(fields.get(3))
                                .replace("<anonymous>", "{...}")
                                .replace("* const", "*const")
                                .replace("[]", "[0]"));
            }
            List<String> got = type.members().stream()
                    .map(m -> (m.name() == null ? "" : m.name()) + " at " + m.bitOffset() + ":" + m.bitFieldSize() + " "
                            + m.type().get().spelling().replace("[]", "[0]"))
                    .toList();
            assertEquals(expected, got, struct);
            checked++;
        }
        assertTrue(checked > 50, checked + " structs");
    }

    /**
     * Two readings of one kernel: pahole made BTF of DWARF. A few functions have namesakes that are inlined wherever they are called, so that
     * no symbol tells of them, and BTF has the type of one of those.
     */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64-6.1-sysrq", "x86_64-6.12-hung-task"})
    void functionsOfBtfAreThoseOfDwarf(String name) throws Exception {
        Case real = open(name);
        TypeSource btf = java.util.Objects.requireNonNull(real.source("BTF").types());
        TypeSource dwarf = java.util.Objects.requireNonNull(real.source("DWARF").types());
        SymbolSource symbols =
                java.util.Objects.requireNonNull(real.source("symtab").symbols());
        int[] checked = {0};
        List<String> different = new ArrayList<>();
        symbols.forEach(symbol -> {
            FunctionType told = symbol.text() && symbol.name().length() % 4 == 0
                    ? btf.function(
                            symbol.name(),
                            symbol.address(),
                            symbols.byName(symbol.name()).size() == 1)
                    : null;
            FunctionType expected = told == null ? null : dwarf.function(symbol.name(), symbol.address(), false);
            if (told != null && expected != null) {
                checked[0]++;
                if (!told.spelling().equals(expected.spelling())) {
                    different.add(symbol.name() + ": " + told.spelling() + " and " + expected.spelling());
                }
            }
        });
        assertTrue(checked[0] > 5000, checked[0] + " functions");
        assertTrue(different.size() < checked[0] / 2000, checked[0] + " functions, of which differ " + different);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-6.1-sysrq", "x86_64-6.1-oops-in-module", "x86_64-6.12-hung-task"})
    void symbols(String name) throws Exception {
        Case real = open(name);
        compareSymbols(real.facts(), real.source("symtab").symbols());
    }

    private static void compareSymbols(Map<?, ?> facts, @Nullable SymbolSource symbols) {
        assertNotNull(symbols);
        int checked = 0;
        for (Object entry : Json.list(Json.map(facts.get("symbols")).get("sample"))) {
            List<?> fields = Json.list(entry);
            String symbol = Json.string(fields.get(0));
            long address = Json.number(fields.get(1));
            if (address >>> 32 == 0 || symbol.startsWith("__crc_") || symbol.startsWith(".L")) {
                continue;
            }
            assertTrue(
                    symbols.byName(symbol).stream()
                            .anyMatch(s -> s.address() == address && s.size() == Json.number(fields.get(2))),
                    symbol);
            Symbol at = symbols.at(address);
            assertTrue(at != null && at.address() == address, symbol);
            checked++;
        }
        assertTrue(checked > 200, checked + " symbols");
    }

    /** A layout bundle that is made of the vmlinux says the same. */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64-6.1-sysrq", "x86_64-6.1-oops-in-module", "x86_64-6.12-hung-task"})
    void layoutBundle(String name, @TempDir Path folder) throws Exception {
        Case real = open(name);
        LayoutSource source = bundle(Path.of(real.file().name()), folder)
                .load(LoadMap.kernel(real.bias()))
                .getFirst();
        compareStructs(real.facts(), source.types(), "bundle");
        compareSymbols(real.facts(), source.symbols());
        compareLines(real.facts(), source.lines());
    }

    /** On ppc64le there is no BTF: the types are brought together from DWARF. */
    @ParameterizedTest
    @ValueSource(strings = {"ppc64le-6.1-sysrq", "arm64-6.12-sysrq"})
    void typesInABundle(String name, @TempDir Path folder) throws Exception {
        String dumps = System.getenv("INQUEST_DUMPS");
        String kernels = System.getProperty("inquest.kernels");
        assumeTrue(kernels != null && dumps != null, "no kernels or no dumps are named");
        Map<?, ?> facts = facts(Path.of(String.valueOf(dumps), name));
        String release = Json.string(Json.map(facts.get("uts")).get("release"));
        Path kernel = Path.of(String.valueOf(kernels), "vmlinux-" + release);
        assumeTrue(Files.exists(kernel), kernel + " is missing");
        compareStructs(
                facts, bundle(kernel, folder).load(LoadMap.kernel(0)).getFirst().types(), "bundle");
    }

    private static DebugFile bundle(Path kernel, Path folder) throws IOException, OpenException {
        Path file = folder.resolve("layout.jar");
        LayoutBuilder.Request request =
                new LayoutBuilder.Request(kernel, List.of(), file, Set.of(LayoutBuilder.Part.values()));
        assertNotNull(new LayoutBuilderComponent(List.of()).build(request, Progress.NONE));
        return new BundleDebugFileFormat().open(mapped(file), Progress.NONE);
    }

    private static Map<?, ?> facts(Path dump) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(dump.resolve("drgn.json.gz")))) {
            return Json.map(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    private static List<Map<?, ?>> frames(Case real) {
        List<Map<?, ?>> frames = new ArrayList<>();
        for (Object task : Json.list(real.facts().get("tasks"))) {
            Json.list(Json.map(task).get("stack")).forEach(frame -> frames.add(Json.map(frame)));
        }
        return frames;
    }

    /** One frame tells where the module's code is; the others, and all lines, follow from that. */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64-6.1-oops-in-module", "x86_64-6.12-hung-task"})
    void framesOfAModule(String name) throws Exception {
        Case real = open(name);
        DebugFile file = new ElfDebugFileFormat().open(mapped(real.dump().resolve("crasher.ko")), Progress.NONE);
        long base = 0;
        for (Map<?, ?> frame : frames(real)) {
            String symbol = Json.string(frame.get("sym"));
            if (symbol.startsWith("th_a+")) {
                base = Json.number(frame.get("pc"))
                        - Json.number(symbol.substring(5))
                        - file.linkAddress("th_a").orElseThrow();
            }
        }
        assertEquals("crasher", file.moduleName());
        LoadMap map = new LoadMap(0, Map.of(".text", base), "crasher");
        SymbolSource symbols = part(file, map, LayoutSource::symbols);
        LineSource lines = part(file, map, LayoutSource::lines);
        int checked = 0;
        for (Map<?, ?> frame : frames(real)) {
            long pc = Json.number(frame.get("pc"));
            Symbol symbol = symbols.at(pc - 1);
            if (symbol == null || frame.get("sym") == null || Boolean.TRUE.equals(frame.get("inline"))) {
                continue;
            }
            assertEquals(frame.get("sym"), symbol.name() + "+0x" + Long.toHexString(pc - symbol.address()));
            LineSource.Position outermost = lines.positions(pc - 1).getLast();
            assertEquals(frame.get("src"), outermost.file() + ":" + outermost.line());
            assertEquals(frame.get("name"), outermost.function());
            checked++;
        }
        assertTrue(checked >= 4, checked + " frames");
    }

    private static <T> T part(DebugFile file, LoadMap map, Function<LayoutSource, @Nullable T> part) {
        for (LayoutSource source : file.load(map)) {
            T found = part.apply(source);
            if (found != null) {
                return found;
            }
        }
        throw new IllegalStateException("a part is missing");
    }
}
