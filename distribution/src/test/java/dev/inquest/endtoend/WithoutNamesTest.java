package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the kernel keeps the names of functions alone, its variables are found, and commands tell what they tell with all names. */
class WithoutNamesTest {
    private static final String[] COMMANDS = {
        "sys",
        "ps",
        "ps -m",
        "bt",
        "bt -a",
        "foreach bt",
        "mod",
        "log -T",
        "mount",
        "files",
        "kmem -i",
        "mach -m",
        "p runqueues:a",
        "p init_task.comm",
        "sys -t"
    };

    @TempDir
    static Path folder;

    private static Path dump = Path.of("");

    @BeforeAll
    static void write() throws IOException {
        dump = folder.resolve("functions.elf");
        Inquest.Run run = new Inquest(folder)
                .run("dump", "filter", "-E", Inquest.sample("vmcore").toString(), dump.toString());
        assertEquals(0, run.exit(), run.err());
        int[] left = FunctionNamesAlone.leave(dump);
        assertEquals(87347, left[1], "nm has as many");
        assertTrue(left[0] < 50000, "variables are nearly half of all symbols");
    }

    private static String text(Path file, String commands) throws IOException {
        Inquest.Run run =
                new Inquest(folder).run("-c", commands, file.toString()).isForUsers();
        StringBuilder lines = new StringBuilder();
        run.out()
                .lines()
                .filter(line -> !line.startsWith("    DUMPFILE: "))
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    @Test
    void commandsTellTheSame() throws IOException {
        String commands = String.join(";", COMMANDS);
        String with = text(Inquest.sample("vmcore"), commands);
        assertTrue(with.lines().count() > 2000, with);
        assertEquals(with, text(dump, commands));
    }

    /** The addresses are those that the whole symbol table has. */
    @Test
    void whatWasFoundIsWhatItIsTakenFor() throws IOException {
        Inquest.Run run = new Inquest(folder).json(List.of(dump), "layout info");
        Map<String, String> found = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (Map<String, Object> row :
                Json.objects(run.rows("layout info").getFirst().get("found"))) {
            String name = String.valueOf(row.get("name"));
            if (Long.valueOf(0).equals(row.get("symbols"))) {
                missing.add(name);
            } else if (name.matches("\\w+") && row.get("address") != null) {
                found.put(name, String.valueOf(row.get("address")));
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found.size() > 25, found.toString());
        StringBuilder command = new StringBuilder("sym");
        found.keySet().forEach(name -> command.append(' ').append(name));
        Inquest.Run all = new Inquest(folder).json(List.of(Inquest.sample("vmcore")), command.toString());
        Map<String, String> expected = new TreeMap<>();
        for (Map<String, Object> row : all.rows(command.toString())) {
            expected.put(String.valueOf(row.get("symbol")), String.valueOf(row.get("address")));
        }
        assertEquals(expected, found);
    }
}
