package dev.inquest.commands.kdump.lint;

import java.util.List;
import java.util.Locale;

/** Judges the value of one directive of kdump.conf. */
final class ValueCheck {
    private final Findings findings;
    private final int release;

    ValueCheck(Findings findings, int release) {
        this.findings = findings;
        this.release = release;
    }

    void check(int line, Directive directive, String value) {
        String name = directive.name();
        switch (directive.value()) {
            case SWITCH -> oneOf(line, name, value, List.of("0", "1"));
            case YES_NO -> oneOf(line, name, value, List.of("yes", "no"));
            case NUMBER -> number(line, name, value);
            case ACTION -> action(line, directive, value);
            case PATH -> path(line, name, value);
            case DEVICE, RAW -> device(line, directive, value);
            case NFS -> nfs(line, name, value);
            case SSH -> ssh(line, name, value);
            case NET -> {
                if (value.contains("@")) {
                    ssh(line, name, value);
                } else {
                    nfs(line, name, value);
                }
            }
            case MODULES -> modules(line, name, value);
            case COMMAND -> command(line, name, value);
            case TAG, TEXT -> {}
        }
        if (!directive.meaning().isEmpty() && directive.value() != Directive.Value.ACTION && !name.equals("path")) {
            findings.meaning(line, directive.meaning().replace("%s", spoken(directive, value)));
        }
    }

    private static String spoken(Directive directive, String value) {
        if (directive.value() == Directive.Value.SWITCH) {
            return value.equals("1") ? "yes" : "no";
        }
        return value;
    }

    private void oneOf(int line, String name, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            findings.error(
                    line,
                    name + " takes " + String.join(" or ", allowed) + ", not '" + value + "'",
                    name + " " + allowed.getLast());
        }
    }

    private void number(int line, String name, String value) {
        if (value.isEmpty() || value.length() > 6 || !value.chars().allMatch(Character::isDigit)) {
            findings.error(line, name + " takes a number, not '" + value + "'", name + " 10");
        } else if (name.equals("debug_mem_level") && Integer.parseInt(value) > 3) {
            findings.error(line, "debug_mem_level is 0 to 3, not " + value, "debug_mem_level 3");
        }
    }

    private void action(int line, Directive directive, String value) {
        List<String> allowed = directive.actions(release);
        if (!allowed.contains(value)) {
            String meant = Words.nearest(value, allowed);
            boolean old = value.equals("mount_root_run_init") || value.equals("dump_to_rootfs");
            findings.error(
                    line,
                    directive.name() + " takes " + String.join(", ", allowed) + ", not '" + value + "'",
                    directive.name() + " " + (old ? allowed.getLast() : meant == null ? "reboot" : meant));
            return;
        }
        String words = switch (value) {
            case "reboot" -> "the machine reboots";
            case "halt" -> "the machine halts";
            case "poweroff" -> "the machine is switched off";
            case "shell" -> "a shell on the console, where the dump can be saved by hand; leaving it goes on";
            case "dump_to_rootfs" -> "the dump is saved on the root file system instead";
            default -> "the root file system is mounted and its init runs, which saves the dump to /var/crash";
        };
        findings.meaning(line, directive.meaning().replace("%s", words));
    }

    private void path(int line, String name, String value) {
        if (value.indexOf(' ') >= 0 && !value.startsWith("\"")) {
            findings.warning(line, name + " has a blank in it: '" + value + "'", "a name without blanks");
        }
        if (name.equals("sshkey") && value.endsWith(".pub")) {
            findings.error(
                    line,
                    "sshkey takes the private key, not the public one",
                    "sshkey " + value.substring(0, value.length() - 4));
        }
    }

    private void device(int line, Directive directive, String value) {
        String name = directive.name();
        boolean raw = directive.value() == Directive.Value.RAW;
        if (value.startsWith("LABEL=") || value.startsWith("UUID=")) {
            if (raw) {
                findings.error(
                        line,
                        "raw takes a device, not a label or UUID: there is no file system",
                        "raw /dev/vg/lv_kdump");
            } else if (value.startsWith("UUID=") && !value.substring(5).matches("[0-9a-fA-F]{4,}(-[0-9a-fA-F]+)*")) {
                findings.error(line, "'" + value.substring(5) + "' is no UUID", "blkid tells the file system's UUID");
            }
            return;
        }
        if (value.matches("(?i)(label|uuid)=.*")) {
            findings.error(line, "LABEL= and UUID= are written in capitals", name + " " + capital(value));
            return;
        }
        if (!value.startsWith("/dev/")) {
            findings.error(
                    line,
                    name + " takes a device" + (raw ? "" : ", LABEL= or UUID=") + ", not '" + value + "'"
                            + (value.startsWith("/") && !raw ? ": a folder is given with path" : ""),
                    value.startsWith("/") && !raw ? "path " + value : name + " /dev/…");
            return;
        }
        if (value.matches("/dev/([shv]d[a-z]+\\d*|nvme\\d+n\\d+(p\\d+)?|xvd[a-z]+\\d*)")) {
            findings.note(
                    line,
                    value + " may be another disk in the capture kernel, which finds devices in another order",
                    raw ? "raw /dev/disk/by-id/…" : name + " UUID=… (blkid " + value + ")");
        }
    }

    private static String capital(String value) {
        int equals = value.indexOf('=');
        return value.substring(0, equals).toUpperCase(Locale.ROOT) + value.substring(equals);
    }

    private void nfs(int line, String name, String value) {
        if (!value.matches("(\\[[0-9a-fA-F:.%]+\\]|[^:/@\\s]+):/\\S*")) {
            findings.error(
                    line,
                    name + " takes SERVER:/EXPORT, not '" + value + "'",
                    name + " server.example.com:/export/dumps");
        } else {
            host(line, value.substring(0, value.indexOf(":/")));
        }
    }

    private void ssh(int line, String name, String value) {
        if (value.matches("[^@\\s]+@[^@\\s:/]+:\\S*")) {
            findings.error(
                    line,
                    name + " takes USER@SERVER alone: the folder is given with path",
                    name + " " + value.substring(0, value.indexOf(':')));
        } else if (!value.matches("[^@\\s]+@(\\[[0-9a-fA-F:.%]+\\]|[^@\\s/]+)")) {
            findings.error(line, name + " takes USER@SERVER, not '" + value + "'", name + " user@server.example.com");
        } else {
            host(line, value.substring(value.indexOf('@') + 1));
        }
    }

    private void host(int line, String host) {
        if (!host.contains(".") && !host.startsWith("[")) {
            findings.note(
                    line,
                    "'" + host
                            + "' is no fully qualified name: the capture kernel may not know the domain to look it up in",
                    host + ".example.com");
        }
    }

    private void modules(int line, String name, String value) {
        for (String module : value.split("\\s+")) {
            if (module.endsWith(".ko") || module.contains("/")) {
                String bare = module.substring(module.lastIndexOf('/') + 1).replaceFirst("\\.ko(\\.\\w+)?$", "");
                findings.error(line, name + " takes names of modules, not files: '" + module + "'", name + " " + bare);
            }
        }
    }

    private void command(int line, String name, String value) {
        if (!name.equals("core_collector") && !value.startsWith("/")) {
            findings.warning(
                    line,
                    name + " takes the full path of a program, not '" + value + "'",
                    name + " /usr/local/bin/" + value);
        }
    }
}
