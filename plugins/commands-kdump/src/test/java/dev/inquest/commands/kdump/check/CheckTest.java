package dev.inquest.commands.kdump.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.commands.kdump.check.Outcome.State;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static MachineFiles machine(String... pathsAndTexts) {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return new MachineFiles(files, "test");
    }

    private static Outcome answer(List<Outcome> outcomes, String question) {
        return outcomes.stream()
                .filter(outcome -> outcome.question().equals(question))
                .findFirst()
                .orElseThrow(() -> new AssertionError(question + " not among " + outcomes));
    }

    @Test
    void aMachineThatIsReady() {
        List<Outcome> outcomes = Readiness.of(machine(
                "proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1 crashkernel=256M quiet\n",
                "sys/kernel/kexec_crash_size", "268435456\n",
                "sys/kernel/kexec_crash_loaded", "1\n",
                "etc/systemd/system/multi-user.target.wants/kdump.service", "",
                "sys/kernel/security/lockdown", "[none] integrity confidentiality\n",
                "etc/crypttab", "# none\n"));
        assertTrue(outcomes.stream().allMatch(outcome -> outcome.state() == State.READY), outcomes.toString());
        assertTrue(answer(outcomes, "memory for the capture kernel").detail().contains("256 MB"));
    }

    @Test
    void eachThingThatIsMissingIsSaid() {
        assertEquals(
                State.NOT_READY,
                answer(Readiness.of(machine("proc/cmdline", "quiet")), "crashkernel= on the command line")
                        .state());
        assertEquals(
                State.NOT_READY,
                answer(Readiness.of(machine("sys/kernel/kexec_crash_size", "0")), "memory for the capture kernel")
                        .state());
        assertEquals(
                State.NOT_READY,
                answer(Readiness.of(machine("sys/kernel/kexec_crash_loaded", "0")), "capture kernel loaded")
                        .state());
        assertEquals(
                State.NOT_KNOWN,
                answer(Readiness.of(machine("proc/cmdline", "quiet")), "capture kernel loaded")
                        .state());
        Outcome service = answer(
                Readiness.of(machine(
                        "sos_commands/systemd/systemctl_list-unit-files", "kdump.service      disabled  enabled\n")),
                "service starts at boot");
        assertEquals(State.NOT_READY, service.state());
        assertEquals("systemctl enable --now kdump.service", service.next());
    }

    /** As the guides show it: a line of /proc/iomem. */
    @Test
    void theReservationIsReadFromIomem() {
        Outcome outcome = answer(
                Readiness.of(
                        machine("proc/iomem", "00001000-0009ffff : System RAM\n  2a000000-340fffff : Crash kernel\n")),
                "memory for the capture kernel");
        assertEquals(State.READY, outcome.state());
        assertEquals("161 MB are kept", outcome.detail());
    }

    @Test
    void trapsAreNamed() {
        List<Outcome> outcomes = Readiness.of(machine(
                "etc/crypttab", "luks-root UUID=1 none\n",
                "sys/kernel/security/lockdown", "none [integrity] confidentiality\n",
                "sys/class/dmi/id/product_name", "VirtualBox\n"));
        for (String question : List.of("encrypted disks", "Secure Boot lockdown", "virtual machine")) {
            assertEquals(State.TAKE_CARE, answer(outcomes, question).state(), question);
        }
        assertTrue(answer(outcomes, "encrypted disks").detail().contains("luks-root"));
    }

    @Test
    void firmwareAssistedDumpsNeedNoCaptureKernel() {
        List<Outcome> outcomes =
                Readiness.of(machine("sys/kernel/fadump/enabled", "1", "sys/kernel/fadump/registered", "1"));
        assertEquals(State.READY, answer(outcomes, "firmware-assisted dump").state());
        assertTrue(outcomes.stream().noneMatch(outcome -> outcome.question().equals("capture kernel loaded")));
    }

    @Test
    void sysrqInWords() {
        assertEquals("sysrq is 16: sync (16)", Triggers.words(16));
        assertEquals("sysrq is 0: the keys are off", Triggers.words(0));
        assertEquals(
                State.TAKE_CARE,
                answer(Triggers.of(machine("proc/sys/kernel/sysrq", "16\n")), "SysRq")
                        .state());
        assertEquals(
                State.READY,
                answer(Triggers.of(machine("proc/sys/kernel/sysrq", "1\n")), "SysRq")
                        .state());
        assertEquals(
                State.NOT_READY,
                answer(
                                Triggers.of(machine("sos_commands/kernel/sysctl_-a", "kernel.panic_on_oops = 0\n")),
                                "kernel.panic_on_oops")
                        .state());
    }

    @Test
    void roomIsMeasuredByTheDumpLevel() {
        String memory =
                "MemTotal: 1000000 kB\nMemFree: 200000 kB\nBuffers: 50000 kB\nCached: 250000 kB\nAnonPages: 300000 kB\n";
        String df =
                "Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/sda1 9999999 1 500000 1% /\n/dev/sdb1 9999 1 100 99% /var\n";
        MachineFiles small = machine(
                "proc/meminfo",
                memory,
                "df",
                df,
                "etc/kdump.conf",
                "path /var/crash\ncore_collector makedumpfile -l -d 31\n");
        Outcome outcome = answer(Target.of(small, null), "room for a dump");
        assertEquals(State.NOT_READY, outcome.state());
        // 1000000 - 200000 - 50000 - 250000 - 300000 kB
        assertTrue(outcome.detail().contains("195.3 MB"), outcome.detail());
        MachineFiles large = machine(
                "proc/meminfo",
                memory,
                "df",
                df,
                "etc/kdump.conf",
                "path /dumps\ncore_collector makedumpfile -l -d 31\n");
        assertEquals(
                State.READY, answer(Target.of(large, null), "room for a dump").state());
        MachineFiles all =
                machine("proc/meminfo", memory, "df", df, "etc/kdump.conf", "path /dumps\ncore_collector cp\n");
        assertEquals(
                State.TAKE_CARE, answer(Target.of(all, null), "room for a dump").state());
        MachineFiles far = machine("proc/meminfo", memory, "etc/kdump.conf", "nfs server.example.com:/x\n");
        assertEquals(
                State.NOT_KNOWN, answer(Target.of(far, null), "dump target").state());
    }
}
