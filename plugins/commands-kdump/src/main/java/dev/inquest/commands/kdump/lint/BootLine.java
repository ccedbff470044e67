package dev.inquest.commands.kdump.lint;

import dev.inquest.commands.kdump.reserve.Crashkernel;
import java.util.ArrayList;
import java.util.List;

/** The part of a boot command line that matters to kdump: {@code /etc/default/grub}, {@code grub.d}, {@code grub.conf}, {@code /proc/cmdline}. */
public final class BootLine {
    private static final String REFERENCE = "Documentation/admin-guide/kdump/kdump.rst";

    private BootLine() {}

    /** Judges the {@code crashkernel=} options in a file. */
    public static List<Finding> check(String name, List<String> lines) {
        Findings findings = new Findings(name, REFERENCE);
        boolean any = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.startsWith("#")) {
                any |= line(i + 1, line, findings);
            }
        }
        if (!any) {
            findings.error(
                    0,
                    "no crashkernel=: no memory is kept for a capture kernel, so nothing is dumped",
                    "crashkernel=256M, or what 'inquest kdump size' says; then update-grub or grub2-mkconfig, and reboot");
        }
        return findings.sorted();
    }

    private static boolean line(int number, String line, Findings findings) {
        List<Crashkernel> options = new ArrayList<>();
        boolean any = false;
        for (String word : line.split("[\\s\"']+")) {
            if (word.startsWith("crashkernel") && !word.startsWith("crashkernel=")) {
                findings.error(number, "'" + word + "' has no value", "crashkernel=256M");
                any = true;
            }
            if (!word.startsWith("crashkernel=") && !word.contains("=crashkernel=")) {
                continue;
            }
            any = true;
            String value = word.substring(word.indexOf("crashkernel=") + "crashkernel=".length());
            try {
                Crashkernel option = Crashkernel.parse(value);
                options.add(option);
                findings.meaning(number, "crashkernel=" + value + ": " + option.words());
                judge(number, option, findings);
            } catch (IllegalArgumentException e) {
                findings.error(number, "crashkernel=" + value + ": " + e.getMessage(), "crashkernel=256M");
            }
        }
        for (Crashkernel.Place place : Crashkernel.Place.values()) {
            long same =
                    options.stream().filter(option -> option.place() == place).count();
            if (same > 1) {
                findings.warning(
                        number, "crashkernel= stands here " + same + " times: the last one counts", "keep one");
            }
        }
        boolean low = options.stream().anyMatch(option -> option.place() == Crashkernel.Place.LOW);
        boolean high = options.stream().anyMatch(option -> option.place() == Crashkernel.Place.HIGH);
        if (low && !high) {
            findings.warning(
                    number, "crashkernel=…,low has no effect without crashkernel=…,high", "crashkernel=256M,high");
        }
        return any;
    }

    private static void judge(int number, Crashkernel option, Findings findings) {
        if (option.auto()) {
            findings.note(
                    number,
                    "auto is known to the kernels of RHEL 6 to 8 alone; others keep nothing",
                    "what 'inquest kdump size' says");
            return;
        }
        for (Crashkernel.Range range : option.ranges()) {
            if (range.size() > 0 && range.size() < 64L << 20 && option.place() != Crashkernel.Place.LOW) {
                findings.warning(
                        number,
                        "crashkernel=" + option.text() + " keeps less than 64 MB: no kernel of today starts in that",
                        "crashkernel=256M");
                return;
            }
        }
        long previous = 0;
        for (Crashkernel.Range range : option.ranges()) {
            if (range.start() > previous && previous > 0 && previous != Long.MAX_VALUE) {
                findings.warning(number, "the ranges leave a gap, in which nothing is kept", "");
            } else if (range.start() < previous) {
                findings.warning(number, "the ranges overlap: the first that fits counts", "");
            }
            previous = range.end();
        }
    }
}
