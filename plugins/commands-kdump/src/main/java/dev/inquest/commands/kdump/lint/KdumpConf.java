package dev.inquest.commands.kdump.lint;

import dev.inquest.commands.kdump.lint.Finding.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Red Hat's {@code /etc/kdump.conf}, of RHEL and CentOS 6 to 10 and of Fedora.
 *
 * <pre>
 * file      := line*
 * line      := blank* [directive blank+ value] ['#' comment]
 * </pre>
 */
public final class KdumpConf {
    private static final String REFERENCE = "kdump.conf(5)";
    private static final int NEWEST = 10;

    private final Findings findings;
    private final List<String> lines;
    private final int release;
    private final Map<String, Integer> seen = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    /** A directive with its value. */
    private record Entry(int line, Directive directive, String value) {}

    private KdumpConf(Findings findings, List<String> lines, int release) {
        this.findings = findings;
        this.lines = lines;
        this.release = release;
    }

    /**
     * Judges a file.
     *
     * @param name the file's name as users know it
     * @param lines its lines
     * @param release RHEL's major release, or 0 when it is not known and is to be told from the file
     */
    public static List<Finding> check(String name, List<String> lines, int release) {
        Findings findings = new Findings(name, REFERENCE);
        int judged = release > 0 ? release : guess(lines);
        new KdumpConf(findings, lines, judged).check(release == 0);
        return findings.sorted();
    }

    /** Tells RHEL 6 from later releases by the directives in use. */
    private static int guess(List<String> lines) {
        boolean old = false;
        for (Line line : read(lines)) {
            Directive directive = line.directive;
            if (directive != null) {
                if (directive.from() > Directive.RHEL_6) {
                    return NEWEST;
                }
                old |= directive.to() == Directive.RHEL_6;
                old |= line.value.equals("mount_root_run_init");
            }
        }
        return old ? Directive.RHEL_6 : NEWEST;
    }

    /**
     * A line that says something.
     *
     * @param number its number from 1
     * @param word its first word
     * @param directive the directive that this is, or null
     * @param value what stands behind it; may be empty
     */
    record Line(int number, String word, @Nullable Directive directive, String value) {}

    /** Reads the lines that say something. */
    static List<Line> read(List<String> lines) {
        List<Line> read = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = strip(lines.get(i));
            if (!line.isEmpty()) {
                String[] parts = plain(line).split("\\s+", 2);
                read.add(new Line(i + 1, parts[0], Directive.of(parts[0]), parts.length == 2 ? parts[1].strip() : ""));
            }
        }
        return read;
    }

    /** Returns a line with what a web page made of dashes and quotation marks undone. */
    private static String plain(String line) {
        return line.replace('\u2013', '-').replace("\u2014", "--").replaceAll("[\u201c\u201d]", "\"");
    }

    private static String strip(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    private void check(boolean guessed) {
        if (guessed) {
            findings.note(
                    0,
                    release == Directive.RHEL_6
                            ? "read as a file of RHEL 6, because of the directives in it; --release 7 judges it as a later one's"
                            : "read as a file of RHEL 7 or later; --release 6 judges it as an old one's",
                    "");
        }
        boolean carriageReturns = false;
        for (String line : lines) {
            carriageReturns |= line.endsWith("\r");
        }
        read(lines).forEach(this::line);
        if (carriageReturns) {
            findings.error(
                    0,
                    "lines end with carriage returns, as Windows writes them: every value ends with one",
                    "dos2unix the file");
        }
        together();
    }

    private void line(Line line) {
        int number = line.number;
        String raw = strip(lines.get(number - 1));
        if (!raw.equals(plain(raw))) {
            findings.error(
                    number, "has a typographic dash or quotation mark, as text copied from a web page has", plain(raw));
        }
        Directive directive = line.directive;
        String value = line.value;
        if (directive == null) {
            unknown(number, line.word, value);
            return;
        }
        Integer before = seen.putIfAbsent(directive.name(), number);
        if (before != null) {
            findings.add(
                    number,
                    release == Directive.RHEL_6 ? Severity.WARNING : Severity.ERROR,
                    directive.name() + " was set in line " + before + " already",
                    "keep one of the two",
                    REFERENCE);
        }
        if (!inRelease(number, directive, value)) {
            return;
        }
        entries.add(new Entry(number, directive, value));
        if (value.isEmpty()) {
            findings.error(number, directive.name() + " has no value", directive.name() + " " + example(directive));
            return;
        }
        new ValueCheck(findings, release).check(number, directive, value);
    }

    private void unknown(int number, String word, String value) {
        int equals = word.indexOf('=');
        if (equals > 0 && Directive.of(word.substring(0, equals)) != null) {
            findings.error(
                    number,
                    "'" + word + "': name and value stand apart, without '='",
                    word.substring(0, equals) + " " + word.substring(equals + 1)
                            + (value.isEmpty() ? "" : " " + value));
            return;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        if (Directive.of(lower) != null) {
            findings.error(number, "'" + word + "': directives are written in lower case", lower + " " + value);
            return;
        }
        String meant = Words.nearest(word, Directive.names());
        if (List.of("vfat", "jfs", "reiserfs", "gfs2", "f2fs", "ntfs", "cifs").contains(lower)) {
            findings.error(
                    number,
                    "a dump cannot be written to a file system of type " + lower,
                    "one of ext2, ext3, ext4, xfs, btrfs, minix; or nfs, ssh");
            return;
        }
        findings.error(
                number,
                "unknown directive '" + word + "': kdump does not start with it",
                meant == null ? "leave it out, or begin the line with #" : (meant + " " + value).strip());
    }

    /** Returns whether the release takes the directive. */
    private boolean inRelease(int number, Directive directive, String value) {
        if (release >= directive.from() && release <= directive.to()) {
            if (directive.to() != Directive.CURRENT) {
                findings.note(
                        number,
                        directive.name().equals("default")
                                ? "default is named failure_action since RHEL 8"
                                : directive.name() + " is taken no more since RHEL " + (directive.to() + 1),
                        replacement(directive, value));
            }
            return true;
        }
        if (release < directive.from()) {
            findings.error(
                    number,
                    directive.name() + " is known only since RHEL " + directive.from(),
                    directive.name().equals("failure_action") ? "default " + value : "leave it out");
            return false;
        }
        boolean renamed = directive.name().equals("default");
        findings.add(
                number,
                renamed ? Severity.WARNING : Severity.ERROR,
                renamed
                        ? "default was renamed failure_action and will be taken no more"
                        : directive.name() + " is deprecated since RHEL " + (directive.to() + 1)
                                + ", and kdump does not start with it",
                replacement(directive, value),
                REFERENCE);
        // A target is one all the same: what goes with it is judged as it was meant.
        return renamed || directive.target();
    }

    private static String replacement(Directive directive, String value) {
        return switch (directive.name()) {
            case "net" -> (value.contains("@") ? "ssh " : "nfs ") + value;
            case "nfs4" -> "nfs " + value;
            case "default" -> "failure_action " + (value.equals("mount_root_run_init") ? "dump_to_rootfs" : value);
            default -> directive.instead().isEmpty() ? "leave it out" : directive.instead();
        };
    }

    private static String example(Directive directive) {
        return switch (directive.value()) {
            case SWITCH -> "1";
            case YES_NO -> "yes";
            case NUMBER -> "10";
            case PATH -> directive.name().equals("sshkey") ? "/root/.ssh/kdump_id_rsa" : "/var/crash";
            case COMMAND -> "makedumpfile -l --message-level 7 -d 31";
            case DEVICE -> "UUID=…";
            case RAW -> "/dev/vg/lv_kdump";
            case NFS -> "server.example.com:/export/dumps";
            case SSH, NET -> "user@server.example.com";
            case TAG -> "dumps";
            case ACTION -> "reboot";
            case MODULES, TEXT -> "…";
        };
    }

    private @Nullable Entry entry(String name) {
        for (Entry entry : entries) {
            if (entry.directive.name().equals(name)) {
                return entry;
            }
        }
        return null;
    }

    /** What only the whole file tells. */
    private void together() {
        Entry target = targets();
        String kind = target == null ? "" : kind(target);
        path(target, kind);
        collector(target, kind);
        Entry key = entry("sshkey");
        if (key != null && !kind.equals("ssh")) {
            findings.warning(
                    key.line,
                    "sshkey has no effect: no dump target is reached through ssh",
                    "ssh user@server.example.com, or leave sshkey out");
        } else if (key == null && kind.equals("ssh") && target != null) {
            findings.note(
                    target.line,
                    "without sshkey, the key is /root/.ssh/kdump_id_rsa: 'kdumpctl propagate' makes it",
                    "");
        }
        Entry rebuild = entry("force_rebuild");
        Entry never = entry("force_no_rebuild");
        if (rebuild != null && never != null && rebuild.value.equals("1") && never.value.equals("1")) {
            findings.error(
                    Math.max(rebuild.line, never.line),
                    "force_rebuild and force_no_rebuild exclude each other",
                    "keep one of the two");
        }
        Entry arguments = entry("fence_kdump_args");
        if (arguments != null && entry("fence_kdump_nodes") == null) {
            findings.warning(
                    arguments.line,
                    "fence_kdump_args has no effect without fence_kdump_nodes",
                    "fence_kdump_nodes node1 node2");
        }
        failure(target);
    }

    private void failure(@Nullable Entry target) {
        Entry old = entry("default");
        Entry action = entry("failure_action");
        if (old != null && action != null) {
            findings.error(
                    Math.max(old.line, action.line),
                    "default and failure_action are the same directive",
                    "keep failure_action");
        }
        Entry either = action == null ? old : action;
        if (either != null && either.value.equals("dump_to_rootfs") && target == null) {
            findings.warning(
                    either.line,
                    "dump_to_rootfs needs another dump target: without one the root file system is the target already",
                    either.directive.name() + " reboot");
        }
        if (either != null && either.value.equals("shell")) {
            findings.note(
                    either.line,
                    "after a failed dump the machine waits at a shell on its console and does not come back by itself",
                    "");
        }
    }

    private @Nullable Entry targets() {
        Entry first = null;
        for (Entry entry : entries) {
            boolean mount = entry.directive.name().equals("dracut_args") && entry.value.contains("--mount");
            if (entry.directive.target() || mount) {
                if (mount && entry.value.indexOf("--mount") != entry.value.lastIndexOf("--mount")) {
                    findings.error(
                            entry.line, "dracut_args names more than one --mount: only one target can be", "keep one");
                }
                if (first == null) {
                    first = entry;
                } else if (!entry.directive.name().equals(first.directive.name())) {
                    findings.error(
                            entry.line,
                            "a second dump target: " + entry.directive.name() + " here and " + first.directive.name()
                                    + " in line " + first.line + "; only one can be",
                            "keep one of the two");
                }
            }
        }
        return first;
    }

    private static String kind(Entry target) {
        return switch (target.directive.value()) {
            case RAW -> "raw";
            case SSH -> "ssh";
            case NFS -> "nfs";
            case NET -> target.value.contains("@") ? "ssh" : "nfs";
            default -> "file system";
        };
    }

    private void path(@Nullable Entry target, String kind) {
        Entry path = entry("path");
        String where = path == null ? "/var/crash" : path.value;
        int line = path == null ? 0 : path.line;
        if (kind.equals("raw")) {
            if (path != null) {
                findings.note(line, "path has no effect on a raw target", "leave it out");
            }
            return;
        }
        if (path != null && !where.startsWith("/")) {
            findings.warning(line, "path '" + where + "' is not absolute", "path /" + where);
        }
        if (target == null) {
            findings.meaning(
                    line, "the dump is saved below " + where + " of the running system, in <address>-<date>/vmcore");
        } else {
            findings.meaning(
                    line,
                    "path counts from the target: the dump is "
                            + (kind.equals("ssh") ? "on the server in " : "in the target's ") + where
                            + "/<address>-<date>/");
            if (path != null && target.directive.value() == Directive.Value.DEVICE && where.equals("/var/crash")) {
                findings.note(
                        line,
                        "path counts from the top of the target's file system: if " + target.value
                                + " is mounted on /var/crash, the dumps are in /var/crash/var/crash",
                        "path /");
            }
        }
    }

    private void collector(@Nullable Entry target, String kind) {
        Entry entry = entry("core_collector");
        boolean pipe = kind.equals("ssh") || kind.equals("raw");
        if (entry == null || entry.value.isEmpty()) {
            findings.meaning(
                    0,
                    "no core_collector: makedumpfile " + (pipe ? "-F " : "")
                            + "-l --message-level 7 -d 31 copies the dump");
            return;
        }
        List<String> words = Words.split(entry.value);
        if (words.size() == 1 && entry.value.startsWith("\"")) {
            words = Words.split(words.getFirst());
        }
        CoreCollector.Facts facts = new CoreCollector(findings, entry.line).check(words);
        if (facts.makedumpfile() && pipe && !facts.flattened()) {
            findings.error(
                    entry.line,
                    "a dump to " + kind + " (line " + (target == null ? 0 : target.line)
                            + ") goes through a pipe, which makedumpfile can write only in the flattened form",
                    "core_collector makedumpfile -F "
                            + String.join(" ", words.subList(Math.min(1, words.size()), words.size())));
        } else if (facts.makedumpfile() && !pipe && facts.flattened()) {
            findings.warning(
                    entry.line,
                    "-F is for ssh and raw targets; here it makes a flattened dump, which must be put in order before crash reads it",
                    "core_collector " + entry.value.replace("-F ", ""));
        } else if (facts.copy() && kind.equals("ssh") && facts.program().equals("cp")) {
            findings.error(entry.line, "cp cannot copy to another machine", "core_collector scp");
        } else if (facts.copy() && kind.equals("raw") && !List.of("cat", "dd").contains(facts.program())) {
            findings.error(
                    entry.line,
                    facts.program() + " cannot write to a raw device",
                    "core_collector makedumpfile -F -l --message-level 7 -d 31");
        } else if (facts.copy() && !pipe && facts.program().equals("scp")) {
            findings.error(entry.line, "scp is for ssh targets only", "core_collector cp");
        }
    }
}
