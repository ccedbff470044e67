package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plugins read of the kernel's structures, checked against the kernels whose types are in {@code samples/kernels}. */
class FieldManifestTest {
    @TempDir
    Path folder;

    private static List<Path> kernels() throws IOException {
        try (Stream<Path> files = Files.list(Inquest.root().resolve("samples/kernels"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private List<Map<String, Object>> check(List<Path> files) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--format", "json", "layout", "check"));
        files.forEach(file -> arguments.add(file.toString()));
        Inquest.Run run =
                new Inquest(folder).run(arguments.toArray(new String[0])).isForUsers();
        return Json.objects(Json.objects(Json.object(Json.parse(run.out())).get("results"))
                .getFirst()
                .get("rows"));
    }

    @Test
    void everyPluginWorksWithEveryKernel() throws IOException {
        List<Path> kernels = kernels();
        assertTrue(kernels.size() >= 6, kernels.toString());
        Map<String, Set<String>> unusable = new TreeMap<>();
        Map<String, Integer> parts = new TreeMap<>();
        for (Map<String, Object> row : check(kernels)) {
            String file = Path.of(String.valueOf(row.get("file"))).getFileName().toString();
            parts.merge(file, 1, Integer::sum);
            if ("unusable".equals(row.get("state"))) {
                unusable.computeIfAbsent(file, key -> new TreeSet<>())
                        .add(row.get("command") + ": " + row.get("missing"));
            }
        }
        assertEquals(Map.of(), unusable);
        assertEquals(kernels.size(), parts.size());
        // ps, bt, log, mod and the model's own parts at the least.
        parts.forEach((file, count) -> assertTrue(count > 12, file + ": " + count));
    }

    /** The commands' needs are found from their classes: ps reads tasks, files reads dentries. */
    @Test
    void eachCommandIsJudgedByWhatItReads() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (Map<String, Object> row : check(kernels().subList(0, 1))) {
            commands.add(String.valueOf(row.get("command")));
        }
        for (String command : List.of("ps", "bt", "files", "log", "mod", "(tasks)", "(modules)", "(log)")) {
            assertTrue(commands.contains(command), command + " not in " + commands);
        }
        assertFalse(commands.contains("ascii"), "ascii reads no structures");
    }
}
