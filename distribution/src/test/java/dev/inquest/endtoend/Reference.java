package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** What drgn reads from a dump, with the debug information at hand, compared with what Inquest reads from the dump alone. */
final class Reference {
    static final String[] COMMANDS = {"ps", "foreach bt", "mod", "log", "sys", "mount"};

    /** Two letters for a state, as crash has them. */
    private static final Map<String, String> STATES =
            Map.of("S", "IN", "R", "RU", "D", "UN", "I", "ID", "Z", "ZO", "T", "ST", "t", "TR", "X", "DE", "P", "PA");

    private final Map<String, Object> reading;
    private final Inquest.Run run;

    Reference(Path drgn, Inquest.Run run) throws IOException {
        this.reading = Json.object(Json.parse(text(drgn)));
        this.run = run;
    }

    /** Returns the text in a file packed with gzip. */
    static String text(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    List<Map<String, Object>> tasks() {
        return Json.objects(reading.get("tasks"));
    }

    private Map<Object, Map<String, Object>> byTask(String command) {
        Map<Object, Map<String, Object>> rows = new HashMap<>();
        run.rows(command).forEach(row -> rows.put(row.get("task"), row));
        return rows;
    }

    void checkTasks() {
        Map<Object, Map<String, Object>> rows = byTask("ps");
        TreeSet<String> idle = new TreeSet<>();
        for (Map<String, Object> task : tasks()) {
            Map<String, Object> row = rows.remove(task.get("task"));
            assertNotNull(row, "not listed: " + task);
            for (String cell : List.of("pid", "tgid", "ppid", "comm", "cpu")) {
                assertEquals(task.get(cell), row.get(cell), cell + " of " + task.get("comm"));
            }
            // drgn has no letter for a task that is being woken (TASK_WAKING): it says that it runs.
            Object state = "WA".equals(row.get("state")) ? "RU" : row.get("state");
            assertEquals(STATES.get(task.get("state")), state, "state of " + task.get("comm"));
        }
        // Idle tasks are in no list that drgn walks.
        rows.values().forEach(row -> idle.add(String.valueOf(row.get("comm"))));
        assertFalse(idle.isEmpty());
        idle.forEach(name -> assertEquals(0, name.indexOf("swapper/"), name));
    }

    /** Returns the frames that are not inlined: pc and symbol with offset, which frames in user mode do not have. */
    static List<String> frames(List<Map<String, Object>> frames) {
        List<String> list = new ArrayList<>();
        for (Map<String, Object> frame : frames) {
            if (!Boolean.TRUE.equals(frame.get("inline"))) {
                Object symbol = frame.get("symbol");
                list.add(frame.get("pc")
                        + (symbol == null ? "" : " " + symbol + "+0x" + Long.toHexString(number(frame, "offset"))));
            }
        }
        return list;
    }

    private static long number(Map<String, Object> row, String cell) {
        return row.get(cell) instanceof Long number ? number : 0;
    }

    static List<String> framesOfDrgn(Map<String, Object> task) {
        List<String> list = new ArrayList<>();
        for (Map<String, Object> frame : Json.objects(task.get("stack"))) {
            if (!Boolean.TRUE.equals(frame.get("inline"))) {
                list.add(frame.get("pc") + (frame.get("sym") == null ? "" : " " + frame.get("sym")));
            }
        }
        return list;
    }

    /** Returns the rows of tasks whose stacks differ, by the tasks' names. */
    Map<String, Map<String, Object>> differentStacks() {
        Map<Object, Map<String, Object>> rows = byTask("foreach bt");
        Map<String, Map<String, Object>> different = new HashMap<>();
        for (Map<String, Object> task : tasks()) {
            Map<String, Object> row = rows.get(task.get("task"));
            assertNotNull(row, "no stack of " + task);
            if (!frames(Json.objects(row.get("frames"))).equals(framesOfDrgn(task))) {
                different.put(String.valueOf(task.get("comm")), row);
            }
        }
        return different;
    }

    /** Compares modules; newer kernels' base and size are not in what drgn read. */
    void checkModules() {
        TreeSet<String> expected = new TreeSet<>();
        boolean places = false;
        for (Map<String, Object> module : Json.objects(reading.get("modules"))) {
            places |= module.get("base") != null;
            expected.add(module.get("name") + " " + module.get("address") + " " + module.get("base") + " "
                    + module.get("size"));
        }
        TreeSet<String> found = new TreeSet<>();
        for (Map<String, Object> row : run.rows("mod")) {
            found.add(row.get("name") + " " + row.get("module") + " " + (places ? row.get("base") : null) + " "
                    + (places ? row.get("size") : null));
        }
        assertEquals(expected, found);
    }

    void checkLog() {
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> row : run.rows("log")) {
            long microseconds = number(row, "time_ns") / 1000;
            String text =
                    String.format("[%5d.%06d] %s", microseconds / 1_000_000, microseconds % 1_000_000, row.get("text"));
            // drgn prints a record as it is; so its further lines stand without a time.
            lines.addAll(text.lines().toList());
        }
        List<String> expected = new ArrayList<>();
        Json.list(reading.get("dmesg"))
                .forEach(line -> expected.addAll(String.valueOf(line).lines().toList()));
        assertEquals(expected, lines);
    }

    /** Compares mounts, by their addresses; some readings have none. */
    void checkMounts() {
        if (!(reading.get("mounts") instanceof List<?> mounts)) {
            return;
        }
        TreeSet<String> expected = new TreeSet<>();
        for (Map<String, Object> mount : Json.objects(mounts)) {
            expected.add(
                    mount.get("address") + " " + mount.get("fstype") + " " + mount.get("src") + " " + mount.get("dst"));
        }
        TreeSet<String> found = new TreeSet<>();
        for (Map<String, Object> row : run.rows("mount")) {
            found.add(row.get("mount") + " " + row.get("type") + " " + row.get("devname") + " " + row.get("dirname"));
        }
        assertEquals(expected, found);
    }

    void checkNames() {
        Map<String, Object> names = Json.object(reading.get("uts"));
        Map<String, Object> sys = run.rows("sys").getFirst();
        for (String name : List.of("nodename", "release", "version", "machine")) {
            assertEquals(names.get(name), sys.get(name), name);
        }
    }
}
