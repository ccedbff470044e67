package dev.inquest.commands.kdump.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration files that are known, told by their names and, where these do not tell, by what is in them. */
public enum Dialect {
    /** Red Hat's {@code kdump.conf}. */
    KDUMP_CONF,
    /** Debian's and Ubuntu's {@code /etc/default/kdump-tools}. */
    DEBIAN,
    /** SUSE's {@code /etc/sysconfig/kdump}. */
    SUSE,
    /** Red Hat's {@code /etc/sysconfig/kdump}: how the capture kernel is loaded. */
    RED_HAT_SYSCONFIG,
    /** A file with the boot command line: {@code /etc/default/grub}, {@code grub.d/*.cfg}, {@code grub.conf}, {@code cmdline}. */
    BOOT;

    /** Tells a file's dialect; null when it is none of these. */
    public static @Nullable Dialect of(String path, List<String> lines) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.startsWith("kdump-tools") && !name.endsWith(".cfg")) {
            return DEBIAN;
        }
        if (name.equals("kdump") || name.equals("sysconfig.kdump") || name.equals("kdump.sysconfig")) {
            return contains(lines, "KDUMP_SAVEDIR", "KDUMP_DUMPLEVEL", "KDUMP_DUMPFORMAT") ? SUSE : RED_HAT_SYSCONFIG;
        }
        if (name.endsWith(".cfg") || name.startsWith("grub") || name.equals("cmdline")) {
            return BOOT;
        }
        if (name.endsWith("kdump.conf")) {
            return KDUMP_CONF;
        }
        if (contains(lines, "USE_KDUMP", "KDUMP_COREDIR", "MAKEDUMP_ARGS")) {
            return DEBIAN;
        }
        if (contains(lines, "KDUMP_SAVEDIR", "KDUMP_DUMPLEVEL", "KDUMP_DUMPFORMAT")) {
            return SUSE;
        }
        if (contains(lines, "KDUMP_COMMANDLINE_APPEND", "KEXEC_ARGS")) {
            return RED_HAT_SYSCONFIG;
        }
        for (String line : lines) {
            if (Directive.of(line.strip().split("\\s+", 2)[0]) != null) {
                return KDUMP_CONF;
            }
        }
        for (String line : lines) {
            if (line.contains("crashkernel=") || line.contains("GRUB_CMDLINE")) {
                return BOOT;
            }
        }
        return null;
    }

    private static boolean contains(List<String> lines, String... names) {
        for (String line : lines) {
            for (String name : names) {
                if (line.strip().startsWith(name + "=")) {
                    return true;
                }
            }
        }
        return false;
    }
}
