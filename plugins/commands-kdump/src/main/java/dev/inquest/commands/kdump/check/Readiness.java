package dev.inquest.commands.kdump.check;

import dev.inquest.commands.kdump.check.Outcome.State;
import dev.inquest.commands.kdump.reserve.Crashkernel;
import dev.inquest.commands.kdump.reserve.Sizes;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether memory is reserved, the capture kernel loaded, the service enabled, and whether something stands in its way. */
public final class Readiness {
    private static final String CMDLINE = "proc/cmdline";
    private static final String IOMEM = "proc/iomem";
    private static final List<String> CRASH_SIZE =
            List.of("sys/kernel/kexec_crash_size", "sys/kernel/kexec/crash_size");
    private static final List<String> CRASH_LOADED =
            List.of("sys/kernel/kexec_crash_loaded", "sys/kernel/kexec/crash_loaded");
    private static final String WANTS = "etc/systemd/system/multi-user.target.wants/";
    private static final List<String> UNITS = List.of("kdump.service", "kdump-tools.service", "kdump-early.service");
    private static final String UNIT_FILES = "sos_commands/systemd/systemctl_list-unit-files";
    private static final String LOCKDOWN = "sys/kernel/security/lockdown";
    private static final String LOAD_DISABLED = "proc/sys/kernel/kexec_load_disabled";
    private static final List<String> FADUMP = List.of("sys/kernel/fadump/enabled", "sys/kernel/fadump_enabled");
    private static final List<String> FADUMP_REGISTERED =
            List.of("sys/kernel/fadump/registered", "sys/kernel/fadump_registered");
    private static final String PRODUCT = "sys/class/dmi/id/product_name";
    private static final String DMIDECODE = "dmidecode";
    private static final String CRYPTTAB = "etc/crypttab";
    private static final List<String> LSBLK = List.of("sos_commands/block/lsblk", "sos_commands/block/lsblk_-f_-a_-l");

    private final MachineFiles files;
    private final List<Outcome> outcomes = new ArrayList<>();

    private Readiness(MachineFiles files) {
        this.files = files;
    }

    /** Returns the files that are looked at. */
    public static Set<String> paths() {
        Set<String> paths = new TreeSet<>(
                Set.of(CMDLINE, IOMEM, UNIT_FILES, LOCKDOWN, LOAD_DISABLED, PRODUCT, DMIDECODE, CRYPTTAB));
        paths.addAll(CRASH_SIZE);
        paths.addAll(CRASH_LOADED);
        paths.addAll(FADUMP);
        paths.addAll(FADUMP_REGISTERED);
        paths.addAll(LSBLK);
        UNITS.forEach(unit -> paths.add(WANTS + unit));
        return paths;
    }

    /** Answers all questions. */
    public static List<Outcome> of(MachineFiles files) {
        Readiness readiness = new Readiness(files);
        boolean fadump = readiness.fadump();
        if (!fadump) {
            readiness.commandLine();
            readiness.reserved();
            readiness.loaded();
        }
        readiness.service();
        readiness.lockdown();
        readiness.encryption();
        readiness.virtualMachine();
        return List.copyOf(readiness.outcomes);
    }

    private void add(String question, State state, String detail, String next) {
        outcomes.add(new Outcome(question, state, detail, next));
    }

    private @Nullable String first(List<String> paths) {
        for (String path : paths) {
            String text = files.text(path);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private boolean fadump() {
        String enabled = first(FADUMP);
        if (!"1".equals(enabled)) {
            return false;
        }
        boolean registered = "1".equals(first(FADUMP_REGISTERED));
        add(
                "firmware-assisted dump",
                registered ? State.READY : State.NOT_READY,
                registered
                        ? "the firmware keeps the memory and the kernel is registered"
                        : "enabled, but not registered",
                registered ? "" : "echo 1 > /sys/kernel/fadump/registered; systemctl restart kdump");
        return true;
    }

    private void commandLine() {
        String question = "crashkernel= on the command line";
        String line = files.text(CMDLINE);
        if (line == null) {
            add(question, State.NOT_KNOWN, "there is no " + CMDLINE, "cat /proc/cmdline");
            return;
        }
        List<String> options = new ArrayList<>();
        for (String word : line.split("\\s+")) {
            if (word.startsWith("crashkernel=")) {
                options.add(word.substring("crashkernel=".length()));
            }
        }
        if (options.isEmpty()) {
            add(
                    question,
                    State.NOT_READY,
                    "the kernel was booted without it",
                    "inquest kdump size; grubby --update-kernel=ALL --args=crashkernel=256M or update-grub; reboot");
            return;
        }
        try {
            List<String> words = new ArrayList<>();
            for (String option : options) {
                words.add("crashkernel=" + option + " ("
                        + Crashkernel.parse(option).words() + ")");
            }
            add(question, State.READY, String.join("; ", words), "");
        } catch (IllegalArgumentException e) {
            add(question, State.NOT_READY, String.valueOf(e.getMessage()), "inquest kdump lint /etc/default/grub");
        }
    }

    private void reserved() {
        String question = "memory for the capture kernel";
        String size = first(CRASH_SIZE);
        if (size != null && size.matches("[0-9]{1,18}")) {
            long bytes = Long.parseLong(size);
            add(
                    question,
                    bytes > 0 ? State.READY : State.NOT_READY,
                    bytes > 0
                            ? Sizes.words(bytes) + " are kept"
                            : "nothing is kept: crashkernel= asks for more than there is in one piece, or was ignored",
                    bytes > 0 ? "" : "dmesg | grep -i crashkernel");
            return;
        }
        long total = 0;
        boolean hidden = false;
        for (String line : files.lines(IOMEM)) {
            String[] parts = line.strip().split("[- :]+", 3);
            if (line.contains("Crash kernel")
                    && parts.length == 3
                    && parts[0].matches("[0-9a-f]{1,16}")
                    && parts[1].matches("[0-9a-f]{1,16}")) {
                long start = Long.parseUnsignedLong(parts[0], 16);
                long end = Long.parseUnsignedLong(parts[1], 16);
                hidden |= end == 0;
                total += end > start ? end - start + 1 : 0;
            }
        }
        if (total > 0 || hidden) {
            add(
                    question,
                    State.READY,
                    total > 0 ? Sizes.words(total) + " are kept" : "some is kept; only root may see how much",
                    "");
        } else if (files.has(IOMEM)) {
            add(question, State.NOT_READY, "/proc/iomem has no 'Crash kernel'", "dmesg | grep -i crashkernel");
        } else {
            add(
                    question,
                    State.NOT_KNOWN,
                    "neither kexec_crash_size nor iomem is at hand",
                    "cat /sys/kernel/kexec_crash_size");
        }
    }

    private void loaded() {
        String question = "capture kernel loaded";
        String loaded = first(CRASH_LOADED);
        if (loaded == null) {
            add(question, State.NOT_KNOWN, "kexec_crash_loaded is not at hand", "cat /sys/kernel/kexec_crash_loaded");
        } else if (loaded.equals("1")) {
            add(question, State.READY, "kexec_crash_loaded is 1", "");
        } else {
            boolean disabled = "1".equals(files.text(LOAD_DISABLED));
            add(
                    question,
                    State.NOT_READY,
                    disabled
                            ? "no, and kexec_load_disabled forbids it until the next boot"
                            : "kexec_crash_loaded is " + loaded,
                    disabled
                            ? "sysctl kernel.kexec_load_disabled"
                            : "systemctl status kdump (Debian: kdump-config show)");
        }
    }

    private void service() {
        String question = "service starts at boot";
        for (String unit : UNITS) {
            if (files.has(WANTS + unit)) {
                add(question, State.READY, unit + " is enabled", "");
                return;
            }
        }
        for (String line : files.lines(UNIT_FILES)) {
            String[] words = line.strip().split("\\s+");
            if (words.length >= 2 && UNITS.contains(words[0])) {
                boolean enabled = words[1].equals("enabled");
                add(
                        question,
                        enabled ? State.READY : State.NOT_READY,
                        words[0] + " is " + words[1],
                        enabled ? "" : "systemctl enable --now " + words[0]);
                return;
            }
        }
        add(
                question,
                files.has(UNIT_FILES) ? State.NOT_READY : State.NOT_KNOWN,
                "no kdump service is enabled as far as can be seen",
                "systemctl is-enabled kdump (Debian: kdump-tools)");
    }

    private void lockdown() {
        String text = files.text(LOCKDOWN);
        if (text == null) {
            return;
        }
        boolean locked = text.contains("[integrity]") || text.contains("[confidentiality]");
        add(
                "Secure Boot lockdown",
                locked ? State.TAKE_CARE : State.READY,
                locked
                        ? "the kernel is locked down: the capture kernel must be signed and loaded with kexec -s"
                        : "the kernel is not locked down",
                locked ? "grep KEXEC_ARGS /etc/sysconfig/kdump; kexec -s -p …" : "");
    }

    private void encryption() {
        List<String> volumes = new ArrayList<>();
        for (String line : files.lines(CRYPTTAB)) {
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                volumes.add(stripped.split("\\s+")[0]);
            }
        }
        String command = files.text(CMDLINE);
        boolean luks = command != null && (command.contains("rd.luks") || command.contains("cryptdevice="));
        boolean seen = false;
        for (String path : LSBLK) {
            for (String line : files.lines(path)) {
                seen |= line.contains("crypto_LUKS") || line.matches(".*\\bcrypt\\b.*");
            }
        }
        if (!volumes.isEmpty() || luks || seen) {
            add(
                    "encrypted disks",
                    State.TAKE_CARE,
                    "the capture kernel has neither the passphrase nor, as a rule, the memory to open "
                            + (volumes.isEmpty() ? "an encrypted volume" : String.join(", ", volumes)),
                    "a dump target that is not encrypted: nfs, ssh, or a partition of its own (see kdump.conf)");
        } else if (files.has(CRYPTTAB) || LSBLK.stream().anyMatch(files::has)) {
            add("encrypted disks", State.READY, "none", "");
        }
    }

    private void virtualMachine() {
        String product = files.text(PRODUCT);
        if (product == null) {
            for (String line : files.lines(DMIDECODE)) {
                if (product == null && line.strip().startsWith("Product Name:")) {
                    product = line.strip().substring("Product Name:".length()).strip();
                }
            }
        }
        if (product != null && product.contains("VirtualBox")) {
            add(
                    "virtual machine",
                    State.TAKE_CARE,
                    "a capture kernel often hangs under VirtualBox instead of booting",
                    "try it: echo 1 > /proc/sys/kernel/sysrq; echo c > /proc/sysrq-trigger");
        }
    }
}
