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
                        "47b7a0 3a3a7a0",
                        "PGD: 24c2000 => 11dfb067",
                        "P4D: 11dfb000 => 11dfc067",
                        "PUD: 11dfc000 => 11dfd067",
                        "PMD: 11dfd010 => 11dfe067",
                        "PTE: 11dfe3d8 => 3a3a025",
                        "PAGE: 3a3a000",
                        "PTE PHYSICAL FLAGS",
                        "3a3a025 3a3a000 (PRESENT|USER|ACCESSED)",
                        "VMA START END FLAGS FILE",
                        "ff298c1757f985f0 401000 585000 8000075 /bin/busybox",
                        "PAGE PHYSICAL MAPPING INDEX CNT FLAGS",
                        "ffbda674000e8e80 3a3a000 ff298c1742441468 7b 6 fffffc008003e referenced,uptodate,dirty,lru,active,swapbacked"),
                lines(0, "vtop -c 1 47b7a0"));
    }

    @Test
    void aLargePageOfTheDirectMapReadsAsInCrash() throws IOException {
        List<String> lines = lines(0, "vtop ff298c17411d8000");
        assertTrue(lines.contains("ff298c17411d8000 11d8000"));
        assertTrue(lines.contains("PMD: 12c03040 => 80000000010001e3"));
        assertTrue(lines.contains("PAGE: 1000000 (2MB)"));
        assertTrue(lines.contains("80000000010001e3 1000000 (PRESENT|RW|ACCESSED|DIRTY|PSE|GLOBAL|NX)"));
        assertTrue(lines.contains("ffbda67400047600 11d8000 ff298c17411abe00 0 1 fffffc0010200 slab,head"));
    }

    @Test
    void anAddressThatIsNotMappedHasNoPhysicalOne() throws IOException {
        // crash says that ffffffff81000000 is at ffffffffff800000, and shows a page of a section that does not exist.
        // The
        // kernel was moved; the tables map nothing there, as crash shows itself.
        List<String> lines = lines(5, "vtop ffffffff81000000");
        assertTrue(lines.contains("ffffffff81000000 (not mapped)"), lines.toString());
        assertTrue(lines.contains("PMD: 11e16040 => 0"), lines.toString());
        assertTrue(lines.contains("(0xffffffff81000000: not mapped (no PMD entry is present))"), lines.toString());
    }

    @Test
    void anAddressThatNoMachineHasIsToldInWords() throws IOException {
        assertTrue(lines(5, "vtop -k 123456789abcdef0").stream().anyMatch(line -> line.contains("57-bit paging")));
        assertTrue(lines(5, "vtop -c 2 400000").stream().anyMatch(line -> line.contains("kernel thread")));
    }

    @Test
    void physicalAndPerCpuAddressesAreThoseOfCrash() throws IOException {
        assertEquals(List.of("VIRTUAL PHYSICAL", "ff298c1741000000 1000000"), lines(0, "ptov 1000000"));
        assertEquals(
                List.of("PER-CPU OFFSET: 20240", "CPU VIRTUAL", "[0] ff298c1756420240", "[1] ff298c1756520240"),
                lines(0, "ptov 20240:a"));
        assertTrue(lines(5, "ptov 7fffffffffff").stream().anyMatch(line -> line.contains("not mapped")));
    }

    @Test
    void entriesHaveTheFlagsOfCrash() throws IOException {
        List<String> lines = lines(0, "pte 8000000012345067");
        assertEquals(
                List.of("PTE PHYSICAL FLAGS", "8000000012345067 12345000 (PRESENT|RW|USER|ACCESSED|DIRTY|NX)"), lines);
        // crash gives up here: "cannot determine swap location".
        assertTrue(lines(0, "pte 13f600").getLast().startsWith("13f600 (type 0)"));
    }

    @Test
    void searchFindsWhatCrashFinds() throws IOException {
        // crash 8.0.6: search -p -w -m ffff0000 deadbeef; -k -c "Linux version"; -V ff298c17411d8000
        List<String> masked = lines(0, "search -p -w -m ffff0000 deadbeef");
        assertEquals(136, masked.size());
        assertTrue(masked.containsAll(List.of("10459244: 3beef", "104c94ac: cc0beef")), masked.toString());
        List<String> banner = lines(0, "search -k -c \"Linux version\"");
        assertEquals(6, banner.size());
        assertEquals("ff298c17514001a0: Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.", banner.getFirst());
        // This one ends on the next page; crash shows 34 characters of it.
        assertEquals("ff298c175151ffe0: Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.", banner.get(1));
        assertEquals(30, lines(0, "search -V ff298c17411d8000").size());
    }

    @Test
    void searchFindsNothingWhereNothingIsMapped() throws IOException {
        // crash finds 22 more at addresses that begin with ffffffff8. The kernel begins at ffffffff98a00000; nothing is
        // mapped there.
        List<String> found = lines(0, "search ff298c17411d8000");
        assertTrue(found.contains("ff298c17411d89b0: ff298c17411d8000"));
        assertTrue(found.stream().noneMatch(line -> line.startsWith("ffffffff8")), found.toString());
        // crash tells each of these twice.
        assertEquals(3, lines(0, "search -s linux_banner -l 4096 -c Debian").size());
    }

    @Test
    void searchShowsTasksWhoseStacksHoldAValue() throws IOException {
        List<String> found = lines(0, "search -t ff298c17411d8000");
        assertEquals("PID: 8 TASK: ff298c1741218000 CPU: 0 COMMAND: \"kworker/0:0H\"", found.getFirst());
        assertEquals("ff510b5a0004bc48: ff298c17411d8000", found.get(1));
        // crash -t gives the same 19 addresses.
        assertEquals(19, found.stream().filter(line -> !line.startsWith("PID")).count());
    }

    @Test
    void theMachineIsThatOfCrash() throws IOException {
        assertEquals(
                List.of(
                        "PHYSICAL ADDRESS RANGE TYPE",
                        "0000000000000000 - 0000000000001000 E820_RESERVED",
                        "0000000000001000 - 000000000009fc00 E820_RAM",
                        "000000000009fc00 - 00000000000a0000 E820_RESERVED",
                        "00000000000f0000 - 0000000000100000 E820_RESERVED",
                        "0000000000100000 - 0000000017fdd000 E820_RAM",
                        "0000000017fdd000 - 0000000018000000 E820_RESERVED",
                        "00000000fffc0000 - 0000000100000000 E820_RESERVED",
                        "000000fd00000000 - 0000010000000000 E820_RESERVED"),
                lines(0, "mach -m"));
        List<String> machine = lines(0, "mach");
        for (String line : List.of(
                "MACHINE TYPE: x86_64",
                "MEMORY SIZE: 383.5 MB",
                "CPUS: 2",
                "PROCESSOR SPEED: 2593 Mhz",
                "HZ: 250",
                "PAGE SIZE: 4096",
                "KERNEL STACK SIZE: 16384",
                "IRQ STACK SIZE: 16384",
                "CPU 1: ff510b5a000cd000",
                "CPU 1: fffffe0000047000")) {
            assertTrue(machine.contains(line), line + " in " + machine);
        }
        assertTrue(lines(0, "mach -v").contains("OSRELEASE=6.1.0-56-cloud-amd64"));
        assertTrue(lines(0, "mach -c").stream().anyMatch(line -> line.contains("QEMU TCG CPU version 2.5+")));
    }
}
