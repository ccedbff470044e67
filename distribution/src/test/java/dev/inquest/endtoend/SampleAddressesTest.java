package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses of the sample dump, translated as crash 8.0.6 translates them; where it errs, what is true. */
class SampleAddressesTest {
    @TempDir
    Path folder;

    /** Returns the output without spaces at the ends of lines and with single ones inside. */
    private List<String> lines(int exit, String command) throws IOException {
        Inquest.Run run = new Inquest(folder)
                .run("-s", "-c", command, Inquest.sample("vmcore").toString())
                .isForUsers();
        assertEquals(exit, run.exit(), run.err());
        return run.out()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void anAddressOfAProcessReadsAsInCrash() throws IOException {
        assertEquals(
                List.of(
                        "VIRTUAL PHYSICAL",
                        "47b7a0 3a437a0",
                        "PGD: 17f62000 => 12dfb067",
                        "P4D: 12dfb000 => 12dfc067",
                        "PUD: 12dfc000 => 12dfd067",
                        "PMD: 12dfd010 => 12dfe067",
                        "PTE: 12dfe3d8 => 3a43025",
                        "PAGE: 3a43000",
                        "PTE PHYSICAL FLAGS",
                        "3a43025 3a43000 (PRESENT|USER|ACCESSED)",
                        "VMA START END FLAGS FILE",
                        "ff36b31342492098 401000 585000 8000075 /bin/busybox",
                        "PAGE PHYSICAL MAPPING INDEX CNT FLAGS",
                        "ffebafc5c00e90c0 3a43000 ff36b313424b1158 7b 6 fffffc008003e referenced,uptodate,dirty,lru,active,swapbacked"),
                lines(0, "vtop -c 1 47b7a0"));
    }

    @Test
    void aLargePageOfTheDirectMapReadsAsInCrash() throws IOException {
        List<String> lines = lines(0, "vtop ff36b313411dc180");
        assertTrue(lines.contains("ff36b313411dc180 11dc180"));
        assertTrue(lines.contains("PMD: 13c03040 => 80000000010001e3"));
        assertTrue(lines.contains("PAGE: 1000000 (2MB)"));
        assertTrue(lines.contains("80000000010001e3 1000000 (PRESENT|RW|ACCESSED|DIRTY|PSE|GLOBAL|NX)"));
        assertTrue(lines.contains("ffebafc5c0047700 11dc000 dead000000000400 0 0 fffffc0000000"));
    }

    @Test
    void anAddressThatIsNotMappedHasNoPhysicalOne() throws IOException {
        // crash says that ffffffff81000000 is at ffffffffff800000, and shows a page of a section that does not exist.
        // The
        // kernel was moved; the tables map nothing there, as crash shows itself.
        String crash = Reference.text(Inquest.sample("crash.txt.gz"));
        assertTrue(crash.contains("ffffffff81000000  ffffffffff800000"));
        assertTrue(crash.contains("PMD: 12e16040 => 0"));
        List<String> lines = lines(5, "vtop ffffffff81000000");
        assertTrue(lines.contains("ffffffff81000000 (not mapped)"), lines.toString());
        assertTrue(lines.contains("PMD: 12e16040 => 0"), lines.toString());
        assertTrue(lines.contains("(0xffffffff81000000: not mapped (no PMD entry is present))"), lines.toString());
    }

    @Test
    void anAddressThatNoMachineHasIsToldInWords() throws IOException {
        assertTrue(lines(5, "vtop -k 123456789abcdef0").stream().anyMatch(line -> line.contains("57-bit paging")));
        assertTrue(lines(5, "vtop -c 2 400000").stream().anyMatch(line -> line.contains("kernel thread")));
    }

    @Test
    void physicalAndPerCpuAddressesAreThoseOfCrash() throws IOException {
        assertEquals(List.of("VIRTUAL PHYSICAL", "ff36b31341000000 1000000"), lines(0, "ptov 1000000"));
        assertEquals(
                List.of("PER-CPU OFFSET: 20240", "CPU VIRTUAL", "[0] ff36b31356420240", "[1] ff36b31356520240"),
                lines(0, "ptov 20240:a"));
        assertTrue(lines(5, "ptov 7fffffffffff").stream().anyMatch(line -> line.contains("not mapped")));
    }

    @Test
    void entriesHaveTheFlagsOfCrash() throws IOException {
        String crash = Reference.text(Inquest.sample("crash.txt.gz"));
        List<String> lines = lines(0, "pte 8000000012345067");
        assertEquals(
                List.of("PTE PHYSICAL FLAGS", "8000000012345067 12345000 (PRESENT|RW|USER|ACCESSED|DIRTY|NX)"), lines);
        assertTrue(crash.replaceAll(" +", " ").contains(lines.getLast()));
        // crash gives up here: "cannot determine swap location".
        assertTrue(lines(0, "pte 13f600").getLast().startsWith("13f600 (type 0)"));
    }

    @Test
    void searchFindsWhatCrashFinds() throws IOException {
        // crash 8.0.6: search -p -w -m ffff0000 deadbeef; -k -c "Linux version"; -V ff36b313411dc180
        List<String> masked = lines(0, "search -p -w -m ffff0000 deadbeef");
        assertEquals(139, masked.size());
        assertTrue(masked.containsAll(List.of("11eab78: a96bbeef", "24cb6f4: deadbeef")), masked.toString());
        List<String> banner = lines(0, "search -k -c \"Linux version\"");
        assertEquals(6, banner.size());
        assertEquals("ff36b313524001a0: Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.", banner.getFirst());
        // This one ends on the next page; crash shows 34 characters of it.
        assertEquals("ff36b3135251ffe0: Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.", banner.get(1));
        assertEquals(30, lines(0, "search -V ff36b313411dc180").size());
    }

    @Test
    void searchFindsNothingWhereNothingIsMapped() throws IOException {
        // crash finds 50 copies at ffffffff829dcb30 and so on. The kernel begins at ffffffff92c00000; nothing is mapped there.
        List<String> found = lines(0, "search ff36b313411dc180");
        assertTrue(found.contains("ff36b313411dcb30: ff36b313411dc180"));
        assertTrue(found.stream().noneMatch(line -> line.startsWith("ffffffff8")), found.toString());
        assertTrue(lines(5, "vtop ffffffff829dcb30").contains("ffffffff829dcb30 (not mapped)"));
        // crash tells each of these twice.
        assertEquals(3, lines(0, "search -s linux_banner -l 4096 -c Debian").size());
    }

    @Test
    void searchShowsTasksWhoseStacksHoldAValue() throws IOException {
        List<String> found = lines(0, "search -t ff36b313411dc180");
        assertEquals("PID: 9 TASK: ff36b31341224180 CPU: 1 COMMAND: \"kworker/u4:0\"", found.getFirst());
        assertEquals("ff5c9809c0053e30: ff36b313411dc180", found.get(1));
        // crash -t gives the same 23 addresses below 13 tasks.
        assertEquals(23, found.stream().filter(line -> !line.startsWith("PID")).count());
    }

    @Test
    void theMachineIsThatOfCrash() throws IOException {
        String crash = Reference.text(Inquest.sample("crash.txt.gz")).replaceAll(" +", " ");
        List<String> map = lines(0, "mach -m");
        assertEquals(9, map.size());
        for (String line : map) {
            assertTrue(crash.contains(line), line);
        }
        List<String> machine = lines(0, "mach");
        for (String line : List.of(
                "MACHINE TYPE: x86_64",
                "MEMORY SIZE: 383.5 MB",
                "CPUS: 2",
                "PROCESSOR SPEED: 2596 Mhz",
                "HZ: 250",
                "PAGE SIZE: 4096",
                "KERNEL STACK SIZE: 16384",
                "IRQ STACK SIZE: 16384",
                "CPU 1: ff5c9809c00cd000",
                "CPU 1: fffffe0000047000")) {
            assertTrue(crash.contains(line), line);
            assertTrue(machine.contains(line), line + " in " + machine);
        }
        assertTrue(lines(0, "mach -v").contains("OSRELEASE=6.1.0-56-cloud-amd64"));
        assertTrue(lines(0, "mach -c").stream().anyMatch(line -> line.contains("QEMU TCG CPU version 2.5+")));
    }
}
