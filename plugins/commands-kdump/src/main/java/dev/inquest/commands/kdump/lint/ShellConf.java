package dev.inquest.commands.kdump.lint;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The two configurations that are shell variables: Debian's and Ubuntu's kdump-tools, and SUSE's kdump. */
public final class ShellConf {
    private static final List<String> COMPRESSIONS = List.of("bzip2", "gzip", "lz4", "xz");
    private static final List<String> FORMATS = List.of("none", "ELF", "compressed", "lzo", "snappy", "zstd", "raw");

    private final Findings findings;
    private final Map<String, Variable> known;
    private final Map<String, ShellFile.Assignment> set = new HashMap<>();

    private ShellConf(Findings findings, Map<String, Variable> known) {
        this.findings = findings;
        this.known = known;
    }

    /** Judges {@code /etc/default/kdump-tools}. */
    public static List<Finding> debian(String name, List<String> lines) {
        Findings findings = new Findings(name, "kdump-tools.conf(5)");
        ShellConf conf = new ShellConf(findings, Variable.debian());
        conf.read(lines);
        conf.debianTogether();
        return findings.sorted();
    }

    /** Judges {@code /etc/sysconfig/kdump} of SUSE. */
    public static List<Finding> suse(String name, List<String> lines) {
        Findings findings = new Findings(name, "kdump(5)");
        ShellConf conf = new ShellConf(findings, Variable.suse());
        conf.read(lines);
        conf.suseTogether();
        return findings.sorted();
    }

    private void read(List<String> lines) {
        for (ShellFile.Assignment assignment : ShellFile.read(lines, findings)) {
            Variable variable = known.get(assignment.name());
            if (variable == null) {
                String meant = Words.nearest(assignment.name(), known.keySet());
                findings.warning(
                        assignment.line(),
                        "nobody reads a variable " + assignment.name(),
                        meant == null ? "leave it out" : meant + "=" + assignment.value());
                continue;
            }
            if (!variable.gone().isEmpty()) {
                findings.warning(assignment.line(), assignment.name() + ": " + variable.gone(), "leave it out");
                continue;
            }
            ShellFile.Assignment before = set.put(assignment.name(), assignment);
            if (before != null) {
                findings.warning(
                        assignment.line(),
                        assignment.name() + " was set in line " + before.line() + " already; this line counts",
                        "keep one of the two");
            }
            value(variable, assignment);
        }
    }

    private void value(Variable variable, ShellFile.Assignment assignment) {
        String value = assignment.value();
        int line = assignment.line();
        if (value.isEmpty()) {
            return;
        }
        String name = variable.name();
        boolean plain = !value.contains("$");
        switch (variable.kind()) {
            case SWITCH -> {
                if (plain && !value.equals("0") && !value.equals("1")) {
                    findings.error(line, name + " is 0 or 1, not '" + value + "'", name + "=1");
                }
            }
            case BOOLEAN -> {
                List<String> words = List.of("true", "false", "yes", "no", "1", "0");
                if (plain && !words.contains(value.toLowerCase(Locale.ROOT))) {
                    findings.error(line, name + " is true or false, not '" + value + "'", name + "=true");
                }
            }
            case NUMBER -> {
                if (plain && !value.matches("-?[0-9]{1,9}")) {
                    findings.error(line, name + " is a number, not '" + value + "'", name + "=1");
                }
            }
            case PATH -> {
                if (plain && !value.startsWith("/")) {
                    findings.error(line, name + " is a full path, not '" + value + "'", name + "=/" + value);
                }
            }
            case TEXT -> {}
        }
        if (!variable.meaning().isEmpty()) {
            String shown = variable.kind() == Variable.Kind.SWITCH ? (value.equals("1") ? "yes" : "no") : value;
            findings.meaning(line, variable.meaning().replace("%s", shown));
        }
    }

    private int line(String name) {
        ShellFile.Assignment assignment = set.get(name);
        return assignment == null ? 0 : assignment.line();
    }

    private String get(String name) {
        ShellFile.Assignment assignment = set.get(name);
        return assignment == null ? "" : assignment.value();
    }

    private void debianTogether() {
        if (!get("USE_KDUMP").equals("1")) {
            findings.error(
                    line("USE_KDUMP"),
                    set.containsKey("USE_KDUMP") ? "kdump is switched off" : "kdump is off unless USE_KDUMP=1",
                    "USE_KDUMP=1");
        }
        if (!get("MAKEDUMP_ARGS").isEmpty()) {
            CoreCollector.Facts facts =
                    new CoreCollector(findings, line("MAKEDUMP_ARGS")).makedumpfile(Words.split(get("MAKEDUMP_ARGS")));
            if (facts.flattened()) {
                findings.warning(
                        line("MAKEDUMP_ARGS"), "kdump-tools adds -F itself where a pipe needs it", "leave out -F");
            }
        } else {
            findings.meaning(0, "makedumpfile -c -d 31 copies the dump");
        }
        remoteTargets();
        String compression = get("KDUMP_COMPRESSION");
        if (!compression.isEmpty() && !COMPRESSIONS.contains(compression)) {
            findings.error(
                    line("KDUMP_COMPRESSION"),
                    "KDUMP_COMPRESSION is one of " + String.join(", ", COMPRESSIONS) + ", not '" + compression + "'",
                    "KDUMP_COMPRESSION=gzip");
        } else if (!compression.isEmpty()) {
            findings.note(
                    line("KDUMP_COMPRESSION"),
                    "a file packed as a whole must be unpacked before crash can read it; makedumpfile's own compression need not",
                    "MAKEDUMP_ARGS=\"-l -d 31\"");
        }
        if (!get("KDUMP_CMDLINE").isEmpty() && !get("KDUMP_CMDLINE").contains("root=")) {
            findings.warning(
                    line("KDUMP_CMDLINE"),
                    "KDUMP_CMDLINE replaces the whole command line, and names no root=",
                    "KDUMP_CMDLINE_APPEND, which adds to it");
        }
        String appended = get("KDUMP_CMDLINE_APPEND");
        if (!appended.isEmpty() && !appended.contains("$") && !appended.contains("kdump-tools-dump")) {
            findings.error(
                    line("KDUMP_CMDLINE_APPEND"),
                    "without systemd.unit=kdump-tools-dump.service the capture kernel boots the whole system and saves no dump",
                    "KDUMP_CMDLINE_APPEND=\"reset_devices systemd.unit=kdump-tools-dump.service nr_cpus=1 irqpoll usbcore.nousb\"");
        }
    }

    private void remoteTargets() {
        String first = "";
        for (String name : List.of("SSH", "NFS", "FTP")) {
            String value = get(name);
            if (value.isEmpty()) {
                continue;
            }
            if (!first.isEmpty()) {
                findings.warning(
                        line(name),
                        name + " and " + first + " are both set: only one of them is used",
                        "keep one of the two");
            }
            first = first.isEmpty() ? name : first;
            if (name.equals("SSH") && !value.matches("[^@\\s]+@[^@\\s]+")) {
                findings.error(
                        line(name), "SSH is USER@SERVER, not '" + value + "'", "SSH=\"user@server.example.com\"");
            }
            if (name.equals("NFS") && !value.matches("[^:\\s]+:/\\S*")) {
                findings.error(line(name), "NFS is SERVER:/EXPORT, not '" + value + "'", "NFS=\"server:/var/crash\"");
            }
        }
        if (!get("SSH_KEY").isEmpty() && get("SSH").isEmpty()) {
            findings.warning(line("SSH_KEY"), "SSH_KEY has no effect without SSH", "SSH=\"user@server.example.com\"");
        }
        if (get("SSH_KEY").endsWith(".pub")) {
            findings.error(
                    line("SSH_KEY"),
                    "SSH_KEY is the private key, not the public one",
                    "SSH_KEY=" + get("SSH_KEY").replace(".pub", ""));
        }
        String tag = get("HOSTTAG");
        if (!tag.isEmpty() && !tag.equals("ip") && !tag.equals("hostname")) {
            findings.error(line("HOSTTAG"), "HOSTTAG is ip or hostname, not '" + tag + "'", "HOSTTAG=hostname");
        }
    }

    private void suseTogether() {
        String level = get("KDUMP_DUMPLEVEL");
        if (level.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(level);
            if (number > DumpLevel.HIGHEST) {
                findings.error(
                        line("KDUMP_DUMPLEVEL"), "the dump level is 0 to 31, not " + level, "KDUMP_DUMPLEVEL=31");
            } else {
                findings.meaning(line("KDUMP_DUMPLEVEL"), DumpLevel.words(number));
                if (number == 0) {
                    findings.note(line("KDUMP_DUMPLEVEL"), DumpLevel.words(0), "KDUMP_DUMPLEVEL=31");
                }
            }
        }
        String format = get("KDUMP_DUMPFORMAT");
        if (!format.isEmpty() && !FORMATS.contains(format)) {
            String meant = Words.nearest(format, FORMATS);
            findings.error(
                    line("KDUMP_DUMPFORMAT"),
                    "KDUMP_DUMPFORMAT is one of " + String.join(", ", FORMATS) + ", not '" + format + "'",
                    "KDUMP_DUMPFORMAT=" + (meant == null ? "compressed" : meant));
        } else if (format.equals("none")) {
            findings.warning(
                    line("KDUMP_DUMPFORMAT"),
                    "none saves the kernel log alone: there will be no dump",
                    "KDUMP_DUMPFORMAT=zstd");
        }
        saveDir(get("KDUMP_SAVEDIR"));
        if (!get("KDUMP_TRANSFER").isEmpty()) {
            findings.warning(
                    line("KDUMP_TRANSFER"),
                    "KDUMP_TRANSFER makes most other settings useless, and is not supported",
                    "leave it empty");
        }
        if (!get("KDUMP_COMMANDLINE").isEmpty()) {
            findings.warning(
                    line("KDUMP_COMMANDLINE"),
                    "KDUMP_COMMANDLINE replaces what kdump would choose for the capture kernel",
                    "KDUMP_COMMANDLINE_APPEND, which adds to it");
        }
        String crashkernel = get("KDUMP_CRASHKERNEL");
        if (!crashkernel.isEmpty() && !crashkernel.equals("auto") && !crashkernel.contains("crashkernel=")) {
            findings.error(
                    line("KDUMP_CRASHKERNEL"),
                    "KDUMP_CRASHKERNEL is auto or whole crashkernel= options, not '" + crashkernel + "'",
                    "KDUMP_CRASHKERNEL=\"crashkernel=" + crashkernel + "\"");
        }
        if (!get("MAKEDUMPFILE_OPTIONS").isEmpty()) {
            new CoreCollector(findings, line("MAKEDUMPFILE_OPTIONS")).extra(Words.split(get("MAKEDUMPFILE_OPTIONS")));
        }
    }

    private void saveDir(String where) {
        if (where.isEmpty() || where.startsWith("/") || where.contains("$")) {
            return;
        }
        if (!where.toLowerCase(Locale.ROOT).matches("(file|ftp|sftp|scp|ssh|nfs|cifs|smb)://.+")) {
            findings.error(
                    line("KDUMP_SAVEDIR"),
                    "KDUMP_SAVEDIR is a folder, or an address that begins with file://, ftp://, sftp://, ssh://, nfs:// or cifs://, not '"
                            + where + "'",
                    "KDUMP_SAVEDIR=\"/var/crash\"");
        } else if (where.matches("[a-z]+://[^/@]*:[^/@]+@.*")) {
            findings.warning(
                    line("KDUMP_SAVEDIR"),
                    "a password stands in the file, which everybody may read",
                    "a key: KDUMP_SSH_IDENTITY");
        }
    }
}
