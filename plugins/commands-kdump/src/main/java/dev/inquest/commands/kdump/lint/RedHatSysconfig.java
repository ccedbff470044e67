package dev.inquest.commands.kdump.lint;

import java.util.List;
import java.util.Map;

/** Red Hat's {@code /etc/sysconfig/kdump}: how the capture kernel is loaded (kexec-tools 2.0, kdump-utils 1.0). */
public final class RedHatSysconfig {
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("KDUMP_KERNELVER", "the capture kernel is of version %s"),
            Map.entry("KDUMP_COMMANDLINE", "the capture kernel's whole command line is %s"),
            Map.entry("KDUMP_COMMANDLINE_REMOVE", "taken out of the command line: %s"),
            Map.entry("KDUMP_COMMANDLINE_APPEND", "added to the command line: %s"),
            Map.entry("KEXEC_ARGS", "kexec loads the capture kernel with %s"),
            Map.entry("KDUMP_BOOTDIR", "kernels are looked for in %s"),
            Map.entry("KDUMP_IMG", "the capture kernel's file is named %s"),
            Map.entry("KDUMP_IMG_EXT", "with the ending %s"),
            Map.entry("KDUMP_STDLOGLVL", "log level of standard output: %s"),
            Map.entry("KDUMP_SYSLOGLVL", "log level of syslog: %s"),
            Map.entry("KDUMP_KMSGLOGLVL", "log level of the kernel log: %s"),
            Map.entry("FADUMP_COMMANDLINE_APPEND", "added to a firmware-assisted dump's command line: %s"),
            Map.entry("MKDUMPRD_ARGS", "mkdumprd is called with %s"));

    private RedHatSysconfig() {}

    /** Judges a file. */
    public static List<Finding> check(String name, List<String> lines) {
        Findings findings = new Findings(name, "kdumpctl(8)");
        for (ShellFile.Assignment assignment : ShellFile.read(lines, findings)) {
            String meaning = MEANINGS.get(assignment.name());
            if (meaning == null) {
                String meant = Words.nearest(assignment.name(), MEANINGS.keySet());
                findings.warning(
                        assignment.line(),
                        "nobody reads a variable " + assignment.name(),
                        meant == null ? "leave it out" : meant + "=" + assignment.value());
                continue;
            }
            if (!assignment.value().isEmpty()) {
                findings.meaning(assignment.line(), meaning.replace("%s", assignment.value()));
            }
            if (assignment.name().equals("KDUMP_COMMANDLINE_APPEND")) {
                appended(assignment, findings);
            }
        }
        return findings.sorted();
    }

    private static void appended(ShellFile.Assignment assignment, Findings findings) {
        List<String> words = Words.split(assignment.value());
        if (!words.contains("reset_devices")) {
            findings.warning(
                    assignment.line(),
                    "without reset_devices drivers meet devices in the state in which the crash left them",
                    "reset_devices");
        }
        if (words.stream().noneMatch(word -> word.startsWith("nr_cpus=") || word.startsWith("maxcpus="))) {
            findings.note(
                    assignment.line(),
                    "without nr_cpus=1 the capture kernel brings up every CPU, and needs memory for each",
                    "nr_cpus=1");
        }
    }
}
