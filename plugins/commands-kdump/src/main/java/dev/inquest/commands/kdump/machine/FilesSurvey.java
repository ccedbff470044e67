package dev.inquest.commands.kdump.machine;

import dev.inquest.commands.kdump.machine.Survey.What;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a machine is from its files: its own {@code /proc} and {@code /etc}, copies of them, or a sosreport. */
public final class FilesSurvey {
    private static final String MEMINFO = "proc/meminfo";
    private static final String IOMEM = "proc/iomem";
    private static final String CMDLINE = "proc/cmdline";
    private static final String CPUINFO = "proc/cpuinfo";
    private static final String MODULES = "proc/modules";
    private static final String RELEASE = "proc/sys/kernel/osrelease";
    private static final List<String> UNAME = List.of("sos_commands/kernel/uname_-a", "uname");
    private static final List<String> LSCPU = List.of("sos_commands/processor/lscpu", "sos_commands/host/lscpu");
    private static final List<String> LSMOD = List.of("sos_commands/kernel/lsmod", "lsmod", MODULES);
    private static final List<String> LSPCI = List.of(
            "sos_commands/pci/lspci_-nnvv",
            "sos_commands/pci/lspci",
            "sos_commands/pci/lspci_-nvv",
            "sos_commands/hardware/lspci",
            "lspci");
    private static final List<String> DMESG =
            List.of("sos_commands/kernel/dmesg", "sos_commands/kernel/dmesg_-T", "var/log/dmesg");
    private static final List<String> DISTRIBUTION =
            List.of("etc/os-release", "usr/lib/os-release", "etc/redhat-release", "etc/SuSE-release");
    private static final List<String> CRASH_SIZE =
            List.of("sys/kernel/kexec_crash_size", "sys/kernel/kexec/crash_size");
    private static final Pattern RANGE = Pattern.compile("([0-9a-f]{1,16})-([0-9a-f]{1,16}) : (.*)");
    private static final Pattern MACHINE = Pattern.compile("\\b(x86_64|amd64|aarch64|arm64|ppc64le|ppc64el)\\b");

    private final MachineFiles files;
    private final Survey survey;

    private FilesSurvey(MachineFiles files, Survey survey) {
        this.files = files;
        this.survey = survey;
    }

    /** Returns the files that are looked at. */
    public static Set<String> paths() {
        Set<String> paths = new TreeSet<>(Set.of(MEMINFO, IOMEM, CMDLINE, CPUINFO, RELEASE));
        for (List<String> some : List.of(UNAME, LSCPU, LSMOD, LSPCI, DMESG, DISTRIBUTION, CRASH_SIZE)) {
            paths.addAll(some);
        }
        return paths;
    }

    /**
     * Reads the files.
     *
     * @param files the machine's files
     * @param origin what they are of, in words
     * @param ownArchitecture the architecture where no file tells it, or null where that is not known either
     */
    public static Survey of(MachineFiles files, String origin, @Nullable String ownArchitecture) {
        Survey survey = new Survey(origin);
        FilesSurvey reader = new FilesSurvey(files, survey);
        reader.memory();
        reader.kernel(ownArchitecture);
        reader.cpus();
        reader.devices();
        reader.reservation();
        return survey;
    }

    /** Kernels count what they give by System RAM; MemTotal lacks what the kernel kept for itself and for the capture kernel. */
    private void memory() {
        long ram = iomem("System RAM", true);
        if (ram > 0) {
            survey.add(What.MEMORY, String.valueOf(ram), IOMEM + ", System RAM");
            return;
        }
        for (String line : files.lines(MEMINFO)) {
            if (line.matches("MemTotal:\\s+[0-9]{1,15} kB")) {
                long bytes = Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                survey.guess(
                        What.MEMORY,
                        String.valueOf(bytes),
                        MEMINFO + ", MemTotal: without what the kernel keeps for itself");
            }
        }
        survey.missing(
                What.MEMORY, "there is neither " + IOMEM + " with addresses, which only root may read, nor " + MEMINFO);
    }

    private long iomem(String name, boolean top) {
        long bytes = 0;
        for (String line : files.lines(IOMEM)) {
            Matcher range = RANGE.matcher(line.strip());
            boolean nested = line.startsWith(" ");
            if (range.matches() && range.group(3).equals(name) && !(top && nested)) {
                long start = Long.parseUnsignedLong(range.group(1), 16);
                long end = Long.parseUnsignedLong(range.group(2), 16);
                // Who may not see addresses sees zeros.
                bytes += end > start && start >= 0 ? end - start + 1 : 0;
            }
        }
        return bytes;
    }

    private @Nullable String first(List<String> paths) {
        for (String path : paths) {
            String text = files.text(path);
            if (text != null && !text.isEmpty()) {
                return text;
            }
        }
        return null;
    }

    private void kernel(@Nullable String ownArchitecture) {
        String uname = first(UNAME);
        String release = files.text(RELEASE);
        if (uname != null) {
            String[] words = uname.split("\\s+");
            release = words.length > 2 ? words[2] : release;
            architecture(uname, "uname -a");
        }
        Matcher image = Pattern.compile("BOOT_IMAGE=\\S*?vmlinu[xz]-(\\S+)").matcher(text(CMDLINE));
        if (release == null && image.find()) {
            release = image.group(1);
        }
        if (release != null) {
            survey.add(What.RELEASE, release, uname != null ? "uname -a" : files.has(RELEASE) ? RELEASE : CMDLINE);
            architecture(release, "the kernel's release");
        }
        for (String line : lines(LSCPU)) {
            if (line.startsWith("Architecture:")) {
                architecture(line, "lscpu");
            }
        }
        if (ownArchitecture != null) {
            survey.add(What.ARCHITECTURE, ownArchitecture, "the Java that runs this");
        }
        survey.missing(What.ARCHITECTURE, "neither uname, lscpu nor the kernel's release tells; x86_64 is assumed");
        pageSize(release == null ? "" : release);
        distribution();
    }

    private String text(String path) {
        String text = files.text(path);
        return text == null ? "" : text;
    }

    private List<String> lines(List<String> paths) {
        String text = first(paths);
        return text == null ? List.of() : text.lines().toList();
    }

    private void architecture(String text, String from) {
        Matcher machine = MACHINE.matcher(text);
        if (machine.find()) {
            survey.add(
                    What.ARCHITECTURE,
                    switch (machine.group(1)) {
                        case "amd64" -> "x86_64";
                        case "arm64" -> "aarch64";
                        case "ppc64el" -> "ppc64le";
                        default -> machine.group(1);
                    },
                    from);
        }
    }

    private void pageSize(String release) {
        String architecture = survey.value(What.ARCHITECTURE);
        if ("x86_64".equals(architecture)) {
            survey.add(What.PAGE_SIZE, "4096", "x86_64 has no other");
        } else if (release.matches(".*[+-]64k\\b.*") || release.matches(".*64k$")) {
            survey.add(What.PAGE_SIZE, "65536", "the kernel's release");
        } else if (release.matches(".*[+-]16k\\b.*")) {
            survey.add(What.PAGE_SIZE, "16384", "the kernel's release");
        } else if ("ppc64le".equals(architecture)) {
            survey.guess(What.PAGE_SIZE, "65536", "what distributions of ppc64le have");
        } else if ("aarch64".equals(architecture)) {
            boolean old = release.matches(".*\\.el[78].*");
            survey.guess(
                    What.PAGE_SIZE,
                    old ? "65536" : "4096",
                    old ? "what RHEL 7 and 8 have on aarch64" : "what distributions of aarch64 have");
        }
    }

    private void distribution() {
        for (String path : DISTRIBUTION) {
            String text = files.text(path);
            if (text == null || text.isEmpty()) {
                continue;
            }
            String name = text.lines().findFirst().orElse("");
            for (String line : text.lines().toList()) {
                if (line.startsWith("PRETTY_NAME=")) {
                    name = line.substring("PRETTY_NAME=".length()).replaceAll("[\"']", "");
                }
            }
            survey.add(What.DISTRIBUTION, name, path);
            return;
        }
        survey.missing(What.DISTRIBUTION, "there is no etc/os-release");
    }

    private void cpus() {
        for (String line : lines(LSCPU)) {
            if (line.matches("CPU\\(s\\):\\s+[0-9]{1,6}")) {
                survey.add(What.CPUS, line.replaceAll("[^0-9]", ""), "lscpu");
            }
        }
        long count = files.lines(CPUINFO).stream()
                .filter(line -> line.matches("processor\\s*:\\s*[0-9]+"))
                .count();
        if (count > 0) {
            survey.add(What.CPUS, String.valueOf(count), CPUINFO);
        }
        survey.missing(What.CPUS, "there is neither lscpu nor " + CPUINFO);
    }

    private void devices() {
        Set<String> modules = new LinkedHashSet<>();
        long bytes = 0;
        for (String line : lines(LSMOD)) {
            String[] words = line.strip().split("\\s+");
            if (words.length >= 3 && words[1].matches("[0-9]{1,12}")) {
                modules.add(words[0]);
                bytes += Long.parseLong(words[1]);
            }
        }
        if (!modules.isEmpty()) {
            survey.add(
                    What.MODULES,
                    modules.size() + " loaded, " + dev.inquest.commands.kdump.reserve.Sizes.words(bytes),
                    "lsmod");
        }
        String pci = String.join("\n", lines(LSPCI));
        boolean listed = !modules.isEmpty() || !pci.isEmpty();
        boolean card = modules.contains("mlx5_core") || pci.contains("Kernel driver in use: mlx5_core");
        yesOrNo(What.MLX5, listed, card, modules.isEmpty() ? "lspci" : "lsmod", "there is neither lsmod nor lspci");
        String log = String.join("\n", lines(DMESG));
        boolean encrypted = log.contains("Memory Encryption Features active")
                || text(CMDLINE).contains("mem_encrypt=on");
        if ("x86_64".equals(survey.value(What.ARCHITECTURE))) {
            yesOrNo(
                    What.ENCRYPTION,
                    !log.isEmpty() || encrypted,
                    encrypted,
                    log.isEmpty() ? CMDLINE : "dmesg",
                    "there is no dmesg; --sme says that it is on");
        }
        if ("aarch64".equals(survey.value(What.ARCHITECTURE))) {
            boolean smmu = log.contains("arm-smmu") || text(IOMEM).contains("arm-smmu");
            yesOrNo(
                    What.SMMU,
                    !log.isEmpty() || smmu,
                    smmu,
                    log.contains("arm-smmu") || !log.isEmpty() ? "dmesg" : IOMEM,
                    "there is no dmesg; --smmu says that it has one");
        }
    }

    private void yesOrNo(What what, boolean known, boolean yes, String from, String why) {
        if (known) {
            survey.add(what, yes ? "yes" : "no", from);
        } else {
            survey.missing(what, why);
        }
    }

    private void reservation() {
        if (files.has(CMDLINE)) {
            List<String> options = options(text(CMDLINE));
            survey.add(What.CRASHKERNEL, options.isEmpty() ? "none" : String.join(" ", options), CMDLINE);
        }
        survey.missing(What.CRASHKERNEL, "there is no " + CMDLINE);
        String size = first(CRASH_SIZE);
        long crash = iomem("Crash kernel", false);
        if (size != null && size.matches("[0-9]{1,18}")) {
            survey.add(What.RESERVED, size, CRASH_SIZE.getFirst());
        } else if (crash > 0) {
            survey.add(What.RESERVED, String.valueOf(crash), IOMEM + ", Crash kernel");
        }
        survey.missing(What.RESERVED, "neither kexec_crash_size nor " + IOMEM + " tells");
    }

    /** Returns the values of {@code crashkernel=} on a command line, in order. */
    static List<String> options(String commandLine) {
        List<String> options = new ArrayList<>();
        for (String word : commandLine.split("\\s+")) {
            if (word.startsWith("crashkernel=")) {
                options.add(word.substring("crashkernel=".length()));
            }
        }
        return options;
    }
}
