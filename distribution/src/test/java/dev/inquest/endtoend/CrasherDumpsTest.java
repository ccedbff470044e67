package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The structures that a test module left in dumps of real machines, when {@code INQUEST_DUMPS} names a folder with such dumps: {@code crasher.ko}
 * beside the dump, and what drgn reads of its list in {@code drgn.json.gz}. The module puts node i of 64 at the end of a list, into a red-black tree
 * by its id, at index i * i of an XArray and at 3 * i of a radix tree.
 */
class CrasherDumpsTest {
    private static final String LIST = "list -H cr_list -o cr_node.link -s cr_node";
    private static final String RBTREE = "tree -l -o cr_node.rb -s cr_node.id cr_tree";
    private static final String XARRAY = "tree -t xarray cr_xa";
    // crash 8.0.6 refuses -t radix where radix trees are XArrays, although the kernel calls them so.
    private static final String RADIX = "tree -t radix cr_radix";
    private static final String HASH = "list -H cr_hlist -o cr_node.h -s cr_node.id";
    private static final String PER_CPU = "p cr_counter:a";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> nodesAsDrgnReadsThem() throws IOException {
        return DumpFolders.each("crasher.ko", this::check);
    }

    /** The same from a layout bundle of the kernel and the module; {@code INQUEST_KERNELS} names a folder with the vmlinux files. */
    @TestFactory
    Stream<DynamicTest> nodesFromALayoutBundle() throws IOException {
        return DumpFolders.each("crasher.ko", this::checkBundle);
    }

    /** The same with nothing but the dump, where the module was built with BTF: its types are in the kernel's memory. */
    @TestFactory
    Stream<DynamicTest> nodesFromTheDumpAlone() throws IOException {
        return DumpFolders.each("crasher.ko", this::checkAlone);
    }

    private void checkBundle(Path dump, Path file) throws IOException {
        nodes(dump);
        Path kernel = Kernels.of(dump);
        Path bundle = folder.resolve(dump.getFileName() + ".jar");
        Inquest.Run made = new Inquest(folder)
                .run(
                        "-c",
                        "layout build " + kernel + " " + dump.resolve("crasher.ko") + " --with types,symbols,lines -o "
                                + bundle);
        assertEquals(0, made.exit(), made.err());
        check(dump, List.of(file, bundle));
        // A function of the module, its declaration and its line, as its source has them.
        Inquest.Run run = new Inquest(folder).json(List.of(file, bundle), "whatis th_a", "sym th_a");
        assertEquals("int (void *)", run.rows("whatis th_a").getFirst().get("type"));
        assertTrue(run.out().contains("crasher.c"), run.out());
    }

    private void checkAlone(Path dump, Path file) throws IOException {
        byte[] module = Files.readAllBytes(dump.resolve("crasher.ko"));
        boolean btf = new String(module, StandardCharsets.ISO_8859_1).contains("\0.BTF\0");
        assumeTrue(btf, dump + " has a module without BTF");
        Inquest.Run run = new Inquest(folder).run("--no-debug-search", "--format", "json", "-c", LIST, file.toString());
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                nodes(dump),
                run.rows(LIST).stream().map(CrasherDumpsTest::asDrgn).toList());
    }

    private static List<Map<String, Object>> nodes(Path dump) throws IOException {
        Path drgn = dump.resolve("drgn.json.gz");
        Object reading = Files.exists(drgn)
                ? Json.object(Json.parse(Reference.text(drgn))).get("crasher")
                : null;
        assumeTrue(reading != null, "drgn did not read the module's nodes");
        return Json.objects(reading);
    }

    private void check(Path dump, Path file) throws IOException {
        check(dump, List.of(file, dump.resolve("crasher.ko")));
    }

    private void check(Path dump, List<Path> files) throws IOException {
        Inquest.Run run = new Inquest(folder)
                .json(files, LIST, RBTREE, XARRAY, RADIX, HASH, PER_CPU)
                .isForUsers();
        assertEquals(0, run.exit(), run.err());
        List<Map<String, Object>> expected = nodes(dump);
        assertEquals(64, expected.size());
        assertEquals(
                expected, run.rows(LIST).stream().map(CrasherDumpsTest::asDrgn).toList());
        List<Object> addresses =
                expected.stream().map(node -> node.get("address")).toList();
        checkTrees(run, expected, addresses);
        List<Object> hashed =
                run.rows(HASH).stream().map(row -> row.get("address")).toList();
        assertEquals(addresses.reversed(), hashed);
        for (Map<String, Object> row : run.rows(PER_CPU)) {
            assertEquals(1000 + DumpFolders.number(row.get("cpu")), DumpFolders.number(row.get("value")));
        }
        assertTrue(run.rows(PER_CPU).size() > 1);
    }

    private static void checkTrees(Inquest.Run run, List<Map<String, Object>> expected, List<Object> addresses) {
        List<Object> ids = new ArrayList<>();
        for (Map<String, Object> row : run.rows(RBTREE)) {
            ids.add(DumpFolders.number(Json.object(row.get("struct cr_node")).get("id")));
            assertTrue(addresses.contains(row.get("address")), row.toString());
        }
        List<Object> ascending = new ArrayList<>();
        List<Object> squares = new ArrayList<>();
        List<Object> triples = new ArrayList<>();
        for (long i = 0; i < expected.size(); i++) {
            ascending.add(i);
            squares.add(String.valueOf(i * i));
            triples.add(String.valueOf(3 * i));
        }
        assertEquals(ascending, ids);
        for (String tree : List.of(XARRAY, RADIX)) {
            List<Map<String, Object>> rows = run.rows(tree);
            assertEquals(addresses, rows.stream().map(row -> row.get("address")).toList());
            assertEquals(
                    tree.equals(XARRAY) ? squares : triples,
                    rows.stream().map(row -> row.get("first")).toList());
        }
    }

    /** Spells a row of ours as the reading has it. */
    private static Map<String, Object> asDrgn(Map<String, Object> row) {
        Map<String, Object> node = Json.object(row.get("struct cr_node"));
        Map<String, Object> leaf = Json.object(node.get("leaf"));
        Map<String, Object> same = new HashMap<>();
        same.put("address", row.get("address"));
        for (String name : List.of("id", "colour", "name", "flag")) {
            same.put(name, node.get(name));
        }
        for (String name : List.of("a", "b", "c")) {
            same.put(name, leaf.get(name));
        }
        same.put("v2", Json.list(leaf.get("v")).get(2));
        Object q = Json.object(leaf.get("u")).get("q");
        same.put("q", "0x" + Long.toHexString(DumpFolders.number(q)));
        assertEquals(row.get("address"), node.get("self"));
        return same;
    }
}
