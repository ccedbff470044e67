package dev.inquest.commands.kdump.lint;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration sends the dump, and how much of the memory.
 *
 * @param target the directive or variable and its value, for instance {@code "nfs server:/export"}; empty for the machine's own file systems
 * @param remote whether it is on another machine
 * @param folder the folder, counted from the target
 * @param level makedumpfile's dump level; 0 where everything is copied
 */
public record Destination(String target, boolean remote, String folder, int level) {
    private static final String FOLDER = "/var/crash";
    private static final int USUAL_LEVEL = 31;

    /** Reads a kdump.conf, as the linter does. */
    public static Destination ofKdumpConf(List<String> lines) {
        String target = "";
        boolean remote = false;
        String folder = FOLDER;
        int level = USUAL_LEVEL;
        for (KdumpConf.Line line : KdumpConf.read(lines)) {
            Directive directive = line.directive();
            if (directive == null || line.value().isEmpty()) {
                continue;
            }
            if (directive.target() && target.isEmpty()) {
                target = directive.name() + " " + line.value();
                remote = switch (directive.value()) {
                    case NFS, SSH, NET -> true;
                    default -> false;
                };
            } else if (directive.name().equals("path")) {
                folder = line.value();
            } else if (directive.name().equals("core_collector")) {
                level = CoreCollector.level(line.value());
            }
        }
        return new Destination(target, remote, folder, level);
    }

    /** Reads Debian's and Ubuntu's {@code kdump-tools}. */
    public static Destination ofDebian(List<String> lines) {
        String target = "";
        String folder = FOLDER;
        int level = USUAL_LEVEL;
        for (ShellFile.Assignment one : ShellFile.read(lines, new Findings("", ""))) {
            switch (one.name()) {
                case "KDUMP_COREDIR" -> folder = one.value();
                case "SSH", "NFS", "FTP" -> target = one.name().toLowerCase(Locale.ROOT) + " " + one.value();
                case "MAKEDUMP_ARGS" -> level = CoreCollector.level("makedumpfile " + one.value());
                default -> {}
            }
        }
        return new Destination(target, !target.isEmpty(), folder, level);
    }

    /** Reads SUSE's {@code sysconfig/kdump}, whose KDUMP_SAVEDIR is a folder or a URL. */
    public static Destination ofSuse(List<String> lines) {
        String where = FOLDER;
        int level = USUAL_LEVEL;
        for (ShellFile.Assignment one : ShellFile.read(lines, new Findings("", ""))) {
            switch (one.name()) {
                case "KDUMP_SAVEDIR" -> where = one.value().split("\\s+")[0];
                case "KDUMP_DUMPLEVEL" ->
                    level = one.value().matches("[0-9]{1,2}") ? Math.min(31, Integer.parseInt(one.value())) : level;
                default -> {}
            }
        }
        @Nullable String path = where.startsWith("file://") ? where.substring(7) : where;
        boolean remote = where.matches("(nfs|ssh|sftp|scp|ftp|cifs)://.*");
        return remote
                ? new Destination(where, true, FOLDER, level)
                : new Destination("", false, path.isEmpty() ? FOLDER : path, level);
    }
}
