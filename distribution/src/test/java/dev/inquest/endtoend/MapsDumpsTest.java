package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Address spaces, which are maple trees, against what drgn reads of them. No vmlinux is given. */
class MapsDumpsTest {
    private static final String TREE =
            "tree -t maple -r mm_struct.mm_mt $task->mm -s vm_area_struct.vm_start,vm_end,vm_flags";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> mappingsAsDrgnReadsThem() throws IOException {
        return DumpFolders.each("drgn.json.gz", this::check);
    }

    private void check(Path where, Path dump) throws IOException {
        Map<String, Object> reading = Json.object(Json.parse(Reference.text(where.resolve("drgn.json.gz"))));
        // The kernels for ppc64le have no BTF: without a vmlinux there are no types.
        assumeTrue(!"ppc64le".equals(Json.object(reading.get("uts")).get("machine")), "this kernel has no BTF");
        assumeTrue(reading.get("vmas") != null, "the reading has no mappings");
        Map<String, Object> maps = Json.object(reading.get("vmas"));
        String pid = maps.keySet().stream()
                .max((a, b) ->
                        Json.list(maps.get(a)).size() - Json.list(maps.get(b)).size())
                .orElseThrow();
        Inquest.Run run =
                new Inquest(folder).json(List.of(dump), "set " + pid, TREE).isForUsers();
        assertEquals(0, run.exit(), run.err());
        List<String> expected = new ArrayList<>();
        for (Object one : Json.list(maps.get(pid))) {
            List<Object> cells = Json.list(one);
            expected.add(cells.get(0) + " " + cells.get(1) + " " + cells.get(2));
        }
        List<String> found = new ArrayList<>();
        for (Map<String, Object> row : run.rows(TREE)) {
            Map<String, Object> area = Json.object(row.get("struct vm_area_struct"));
            found.add(hex(area.get("vm_start")) + " " + hex(area.get("vm_end")) + " " + hex(area.get("vm_flags")));
            // The tree's own range is that of the mapping.
            assertEquals(String.valueOf(area.get("vm_start")), row.get("first"));
            assertEquals(String.valueOf(DumpFolders.number(area.get("vm_end")) - 1), row.get("last"));
        }
        assertEquals(expected, found);
    }

    private static String hex(@Nullable Object number) {
        return "0x" + Long.toHexString(DumpFolders.number(number));
    }
}
