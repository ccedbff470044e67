package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The members of 61 structures, 300 symbols and the lines of 150 places of each real dump, as drgn reads them from DWARF ({@code drgn.json.gz}),
 * from each source that Inquest has: the vmlinux, a layout bundle made of it, and, for the structures, BTF in the dump's own memory.
 * {@code INQUEST_DUMPS} names a folder with dumps, {@code INQUEST_KERNELS} one with the vmlinux files.
 */
class LayoutSourcesTest {
    @TempDir
    Path folder;

    private record Case(Path dump, Map<String, Object> drgn) {
        static Case of(Path folder, Path dump) throws IOException {
            return new Case(dump, Json.object(Json.parse(Reference.text(folder.resolve("drgn.json.gz")))));
        }

        List<String> structs() {
            return List.copyOf(Json.object(drgn.get("types")).keySet());
        }

        /**
         * Symbols that are asked for. Not among them are the names of files, labels that the assembler made up, marks of ARM ELF between code and data
         * ({@code $x}, {@code $d}) and checksums of exported symbols: none of them names anything, and crash leaves them out as well.
         */
        List<List<Object>> symbols() {
            List<List<Object>> symbols = new ArrayList<>();
            for (Object one : Json.list(Json.object(drgn.get("symbols")).get("sample"))) {
                List<Object> symbol = Json.list(one);
                String name = String.valueOf(symbol.getFirst());
                boolean names = !name.matches("\\$.*|\\.L.*|__crc_.*") && address(symbol.get(1)) >>> 32 != 0;
                if (names) {
                    symbols.add(symbol);
                }
            }
            return symbols;
        }

        List<List<Object>> places() {
            return Json.list(drgn.get("source_lines")).stream().map(Json::list).toList();
        }
    }

    private static long address(@Nullable Object cell) {
        return Long.parseUnsignedLong(String.valueOf(cell).substring(2), 16);
    }

    @TestFactory
    Stream<DynamicTest> ofTheVmlinux() throws IOException {
        return DumpFolders.each("drgn.json.gz", (folder, dump) -> {
            Case one = Case.of(folder, dump);
            all(one, Kernels.of(folder));
        });
    }

    @TestFactory
    Stream<DynamicTest> ofALayoutBundle() throws IOException {
        return DumpFolders.each("drgn.json.gz", (folder, dump) -> {
            Case one = Case.of(folder, dump);
            Path bundle = this.folder.resolve(folder.getFileName() + ".jar");
            Inquest.Run made = new Inquest(this.folder)
                    .run(
                            "-c",
                            "layout build " + Kernels.of(folder) + " --with types,symbols,lines,inlines -o " + bundle);
            assertEquals(0, made.exit(), made.err());
            all(one, bundle);
        });
    }

    @TestFactory
    Stream<DynamicTest> ofTheDumpAlone() throws IOException {
        return DumpFolders.each("drgn.json.gz", (folder, dump) -> {
            Case one = Case.of(folder, dump);
            assumeTrue(!"ppc64le".equals(Json.object(one.drgn().get("uts")).get("machine")), dump + " has no BTF");
            Inquest.Run run = new Inquest(this.folder)
                    .json(List.of(dump), structCommands(one))
                    .isForUsers();
            assertEquals(0, run.exit(), run.err());
            structs(one, run);
        });
    }

    private static String[] structCommands(Case one) {
        return one.structs().stream().map(name -> "struct -o " + name).toArray(String[]::new);
    }

    private void all(Case one, Path source) throws IOException {
        List<String> commands = new ArrayList<>(Arrays.asList(structCommands(one)));
        one.symbols().forEach(symbol -> commands.add("sym " + symbol.getFirst()));
        one.places().forEach(place -> {
            commands.add("sym " + place.getFirst());
            commands.add("sym " + place.get(1));
        });
        Inquest.Run run = new Inquest(folder)
                .json(List.of(one.dump(), source), commands.toArray(String[]::new))
                .isForUsers();
        assertEquals(0, run.exit(), run.err());
        structs(one, run);
        symbols(one, run);
        lines(one, run);
    }

    /** BTF does not tell {@code []} from {@code [0]}; drgn puts a blank before a pointer's qualifier. */
    private static void structs(Case one, Inquest.Run run) {
        Map<String, Object> types = Json.object(one.drgn().get("types"));
        assertTrue(types.size() > 50, types.size() + " structures");
        types.forEach((name, reading) -> {
            List<String> expected = new ArrayList<>();
            for (Object member : Json.list(Json.object(reading).get("members"))) {
                List<Object> fields = Json.list(member);
                String type = String.valueOf(fields.get(3))
                        .replace("<anonymous>", "{...}")
                        .replace("* const", "*const");
                expected.add(spelled(fields.get(0), fields.get(1), fields.get(2), type));
            }
            List<String> got = new ArrayList<>();
            for (Map<String, Object> row : run.rows("struct -o " + name)) {
                Object bits = Long.valueOf(0).equals(row.get("bit_size")) ? null : row.get("bit_size");
                got.add(spelled(row.get("name"), row.get("bit_offset"), bits, String.valueOf(row.get("type"))));
            }
            assertEquals(expected, got, "struct " + name);
        });
    }

    private static String spelled(@Nullable Object name, @Nullable Object offset, @Nullable Object bits, String type) {
        return name + " at " + offset + " of " + bits + " bits: " + type.replace("[]", "[0]");
    }

    private static void symbols(Case one, Inquest.Run run) {
        for (List<Object> symbol : one.symbols()) {
            List<Map<String, Object>> rows = run.rows("sym " + symbol.getFirst());
            assertTrue(
                    rows.stream().anyMatch(row -> address(row.get("address")) == address(symbol.get(1))),
                    symbol + " is not among " + rows);
        }
        assertTrue(one.symbols().size() > 150, one.symbols().size() + " symbols");
    }

    /** Where functions share their code, drgn and Inquest may choose different names for it. */
    private static void lines(Case one, Inquest.Run run) {
        for (List<Object> place : one.places()) {
            Map<String, Object> row = run.rows("sym " + place.getFirst()).getFirst();
            if (!Objects.equals(place.get(1), row.get("symbol"))) {
                long begin = address(place.getFirst()) - DumpFolders.number(row.get("offset"));
                assertTrue(
                        run.rows("sym " + place.get(1)).stream()
                                .anyMatch(named -> address(named.get("address")) == begin),
                        row + " is not in " + place.get(1));
            }
            List<Object> innermost = Json.list(Json.list(place.get(2)).getFirst());
            assertEquals(innermost.get(0) + ":" + innermost.get(1), row.get("source"), place.toString());
        }
        assertTrue(one.places().size() > 100, one.places().size() + " places");
    }
}
