package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sample dump, against what drgn and crash print of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleDumpTest {
    private Inquest.Run run = new Inquest.Run(-1, "", "");
    private Inquest.Run text = new Inquest.Run(-1, "", "");
    private List<String> crash = List.of();

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        Path dump = Inquest.sample("vmcore");
        run = new Inquest(folder).json(List.of(dump), Reference.COMMANDS).isForUsers();
        text = new Inquest(folder)
                .run("-s", "-c", "sys", "-c", "ps", "-c", "mod", "-c", "files 1", "-c", "kmem -i", dump.toString())
                .isForUsers();
        crash = Reference.text(Inquest.sample("crash.txt.gz")).lines().toList();
        assertEquals(0, run.exit(), run.err());
        assertEquals(0, text.exit(), text.err());
    }

    private Reference drgn() throws IOException {
        return new Reference(Inquest.sample("drgn.json.gz"), run);
    }

    @Test
    void tasksModulesLogAndNamesAreThoseThatDrgnReads() throws IOException {
        drgn().checkTasks();
        drgn().checkModules();
        drgn().checkLog();
        drgn().checkNames();
    }

    /** The scheduler never switched away from the zombie since it began to exit, and its stack was freed: drgn reads an old stack pointer. */
    @Test
    void stacksAreThoseThatDrgnReadsExceptOfTheZombie() throws IOException {
        Map<String, Map<String, Object>> different = drgn().differentStacks();
        assertEquals(Set.of("act-zombie"), different.keySet());
        Map<String, Object> zombie = Objects.requireNonNull(different.get("act-zombie"));
        assertEquals(List.of(), zombie.get("frames"));
        assertEquals(true, zombie.get("complete"));
        assertEquals("the task has no stack any more", zombie.get("stop_reason"));
    }

    @Test
    void theBannerIsThatOfCrash() {
        // The kernel's file and the dump's path are not the same.
        List<String> expected = section("        CPUS:", "       PANIC:");
        assertTrue(expected.size() >= 10, expected.toString());
        assertContains(expected);
        assertContains(section("       PANIC:", "TAINTED_MASK").subList(0, 1));
    }

    @Test
    void theTaskListIsThatOfCrash() {
        List<String> expected = section("      PID    PPID  CPU", "     MODULE ");
        assertTrue(expected.size() > 70, expected.toString());
        assertContains(expected);
    }

    @Test
    void theModuleListIsThatOfCrash() {
        List<String> expected = section("     MODULE ", "                 PAGES");
        assertEquals(19, expected.size());
        assertContains(expected);
    }

    @Test
    void openFilesAreThoseOfCrash() {
        List<String> files = section("                 PAGES", "PID: 0  ");
        List<String> expected = files.subList(files.indexOf("ROOT: /    CWD: /"), files.size());
        assertTrue(expected.size() >= 7, expected.toString());
        assertContains(expected);
    }

    /** crash leaves out of COMMITTED what the CPUs hold back of that counter. */
    @Test
    void memoryInUseIsThatOfCrash() {
        List<String> all = section("                 PAGES", "PID: 1 ");
        List<String> expected = new ArrayList<>(all);
        expected.removeIf(line -> line.contains("COMMITTED"));
        assertEquals(all.size() - 1, expected.size());
        assertContains(expected);
        String wrong = all.stream()
                .filter(line -> line.contains("COMMITTED"))
                .findFirst()
                .orElseThrow();
        assertFalse(text.out().lines().toList().contains(wrong));
    }

    /** Returns the lines that crash printed from one that begins so to before one that begins so; empty ones left out. */
    private List<String> section(String first, String end) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : crash) {
            if (line.startsWith(first)) {
                inside = true;
            } else if (inside && line.startsWith(end)) {
                break;
            }
            if (inside && !line.isBlank()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Checks that lines stand in the output, in this order and without others between. */
    private void assertContains(List<String> expected) {
        List<String> lines = text.out()
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isBlank())
                .toList();
        List<String> stripped = expected.stream().map(String::stripTrailing).toList();
        int at = lines.indexOf(stripped.getFirst());
        assertTrue(at >= 0, "no line " + stripped.getFirst() + " in " + text.out());
        assertEquals(
                String.join("\n", stripped),
                String.join("\n", lines.subList(at, Math.min(lines.size(), at + stripped.size()))));
    }

    @Test
    void thePanicTaskIsFound() {
        Map<String, Object> task = Json.object(run.rows("sys").getFirst().get("task"));
        assertEquals(1L, task.get("pid"));
        assertEquals("init", task.get("comm"));
    }
}
