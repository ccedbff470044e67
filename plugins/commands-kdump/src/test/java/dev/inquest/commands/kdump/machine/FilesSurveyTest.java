package dev.inquest.commands.kdump.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.commands.kdump.machine.Survey.What;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Machines as sosreports describe them. */
class FilesSurveyTest {
    private static Survey survey(String... pathsAndTexts) {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return FilesSurvey.of(new MachineFiles(files, "test"), "of a test", null);
    }

    private static Survey.Fact fact(Survey survey, What what) {
        return survey.facts().stream()
                .filter(one -> one.what() == what)
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + " is not among " + survey.facts()));
    }

    @Test
    void aServerOfRhel9() {
        Survey survey = survey(
                "proc/meminfo",
                "MemTotal:       65536000 kB\nMemFree:  1 kB\n",
                "proc/iomem",
                """
                00001000-0009ffff : System RAM
                00100000-bfffffff : System RAM
                  01000000-01ffffff : Kernel code
                  a0000000-afffffff : Crash kernel
                100000000-103fffffff : System RAM
                """,
                "proc/cmdline",
                "BOOT_IMAGE=(hd0,gpt2)/vmlinuz-5.14.0-362.8.1.el9_3.x86_64 root=/dev/sda1 crashkernel=1G-4G:192M,4G-64G:256M,64G-:512M\n",
                "sos_commands/kernel/uname_-a",
                "Linux box 5.14.0-362.8.1.el9_3.x86_64 #1 SMP x86_64 x86_64 x86_64 GNU/Linux\n",
                "sos_commands/processor/lscpu",
                "Architecture:        x86_64\nCPU(s):              48\nOn-line CPU(s) list: 0-47\n",
                "sos_commands/kernel/lsmod",
                "Module                  Size  Used by\nmlx5_core            2097152  1 mlx5_ib\nxfs 1048576  2\n",
                "sos_commands/kernel/dmesg",
                "[    0.4] Memory Encryption Features active: AMD SME\n",
                "etc/os-release",
                "NAME=\"Red Hat Enterprise Linux\"\nPRETTY_NAME=\"Red Hat Enterprise Linux 9.3 (Plow)\"\n");
        // 0x9f000 + 0xbff00000 + 0xf40000000
        assertEquals(0x9f000L + 0xbff00000L + 0xf40000000L, survey.number(What.MEMORY, 0));
        assertFalse(fact(survey, What.MEMORY).estimate());
        assertEquals("x86_64", survey.value(What.ARCHITECTURE));
        assertEquals(4096, survey.number(What.PAGE_SIZE, 0));
        assertEquals(48, survey.number(What.CPUS, 0));
        assertEquals("Red Hat Enterprise Linux 9.3 (Plow)", survey.value(What.DISTRIBUTION));
        assertEquals("5.14.0-362.8.1.el9_3.x86_64", survey.value(What.RELEASE));
        assertEquals("2 loaded, 3 MB", survey.value(What.MODULES));
        assertTrue(survey.yes(What.MLX5));
        assertTrue(survey.yes(What.ENCRYPTION));
        assertEquals("1G-4G:192M,4G-64G:256M,64G-:512M", survey.value(What.CRASHKERNEL));
        assertEquals(256 << 20, survey.number(What.RESERVED, 0));
        assertEquals(java.util.List.of(), survey.unknown());
    }

    /** Who is not root sees addresses of zeros: then the memory is MemTotal, which is less than there is, and that is said. */
    @Test
    void memoryWithoutAddressesIsAnEstimate() {
        Survey survey = survey(
                "proc/iomem", "00000000-00000000 : System RAM\n00000000-00000000 : Crash kernel\n",
                "proc/meminfo", "MemTotal:       1024000 kB\n",
                "uname", "Linux box 4.18.0-513.el8.aarch64 #1 SMP aarch64 GNU/Linux");
        assertEquals(1024000L << 10, survey.number(What.MEMORY, 0));
        assertTrue(fact(survey, What.MEMORY).estimate());
        assertEquals(65536, survey.number(What.PAGE_SIZE, 0));
        assertTrue(fact(survey, What.PAGE_SIZE).estimate());
        assertNull(survey.value(What.CRASHKERNEL));
        assertTrue(survey.unknown().stream().anyMatch(one -> one.what() == What.CRASHKERNEL));
        assertTrue(survey.unknown().stream().anyMatch(one -> one.what() == What.RESERVED));
        assertTrue(survey.unknown().stream().anyMatch(one -> one.what() == What.SMMU));
    }

    @Test
    void pageSizeByTheRelease() {
        assertEquals(
                65536,
                survey("proc/sys/kernel/osrelease", "5.14.0-427.el9.aarch64+64k\n")
                        .number(What.PAGE_SIZE, 0));
        assertEquals(
                16384,
                survey("proc/sys/kernel/osrelease", "6.12.117+deb13-arm64-16k\n")
                        .number(What.PAGE_SIZE, 0));
        assertEquals(
                4096,
                survey("proc/sys/kernel/osrelease", "6.12.117+deb13-arm64\n").number(What.PAGE_SIZE, 0));
        assertEquals(
                65536,
                survey("proc/sys/kernel/osrelease", "6.1.0-50-powerpc64le\nppc64le")
                        .number(What.PAGE_SIZE, 65536));
    }

    @Test
    void nothingAtAll() {
        Survey survey = survey("etc/motd", "hello\n");
        assertNull(survey.value(What.MEMORY));
        assertTrue(survey.unknown().size() >= 6, survey.unknown().toString());
        assertTrue(survey.facts().isEmpty(), survey.facts().toString());
    }

    @Test
    void bootedWithoutIt() {
        assertEquals("none", survey("proc/cmdline", "root=/dev/sda1 quiet\n").value(What.CRASHKERNEL));
        assertEquals(
                "256M,high 72M,low",
                survey("proc/cmdline", "crashkernel=256M,high quiet crashkernel=72M,low\n")
                        .value(What.CRASHKERNEL));
    }
}
