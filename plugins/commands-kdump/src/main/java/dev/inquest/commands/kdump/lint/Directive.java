package dev.inquest.commands.kdump.lint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A directive of kdump.conf. Sources: kdump.conf(5) of kexec-tools 2.0.0 as RHEL 6 has it, of kexec-tools 2.0.7 to 2.0.29 (RHEL 7 to
 * 9) and of kdump-utils 1.0 (RHEL 10, Fedora).
 *
 * @param name the word at the beginning of the line
 * @param from the first RHEL release that knows it
 * @param to the last RHEL release that takes it; 99 where it still is one
 * @param value what its value must be
 * @param instead what replaces it; empty where nothing does
 * @param meaning what it does, with {@code %s} for its value
 */
record Directive(String name, int from, int to, Value value, String instead, String meaning) {
    /** Still taken. */
    static final int CURRENT = 99;

    /** The oldest release that is told apart. */
    static final int RHEL_6 = 6;

    private static final int RHEL_7 = 7;

    /** What a value must be. */
    enum Value {
        /** 0 or 1. */
        SWITCH,
        /** yes or no. */
        YES_NO,
        /** A number. */
        NUMBER,
        /** A path of a file or folder. */
        PATH,
        /** A command with arguments. */
        COMMAND,
        /** A block device, LABEL= or UUID=. */
        DEVICE,
        /** A block device to be written raw. */
        RAW,
        /** host:/path. */
        NFS,
        /** user@host. */
        SSH,
        /** Either of the two. */
        NET,
        /** The tag of a virtiofs share. */
        TAG,
        /** What to do afterwards. */
        ACTION,
        /** Names of modules. */
        MODULES,
        /** Anything. */
        TEXT
    }

    private static final Map<String, Directive> ALL = all();

    private static Map<String, Directive> all() {
        Map<String, Directive> all = new LinkedHashMap<>();
        String append = "KDUMP_COMMANDLINE_APPEND in /etc/sysconfig/kdump: ";
        add(
                all,
                "raw",
                RHEL_6,
                CURRENT,
                Value.RAW,
                "",
                "the dump is written over the device %s, without a file system");
        add(all, "nfs", RHEL_6, CURRENT, Value.NFS, "", "the dump goes to the NFS export %s");
        add(all, "nfs4", RHEL_6, 6, Value.NFS, "nfs", "the dump goes to the NFS version 4 export %s");
        add(all, "net", RHEL_6, 6, Value.NET, "nfs or ssh", "the dump goes over the network to %s");
        add(all, "ssh", RHEL_6, CURRENT, Value.SSH, "", "the dump goes through ssh to %s");
        add(all, "sshkey", RHEL_6, CURRENT, Value.PATH, "", "ssh logs in with the key %s");
        for (String type : List.of("ext2", "ext3", "ext4", "xfs", "btrfs", "minix")) {
            add(all, type, RHEL_6, CURRENT, Value.DEVICE, "", "the dump goes to the " + type + " file system on %s");
        }
        add(all, "virtiofs", 9, CURRENT, Value.TAG, "", "the dump goes to the virtiofs share %s");
        add(all, "path", RHEL_6, CURRENT, Value.PATH, "", "the dump is saved below %s");
        add(all, "core_collector", RHEL_6, CURRENT, Value.COMMAND, "", "");
        add(
                all,
                "kdump_pre",
                RHEL_6,
                CURRENT,
                Value.COMMAND,
                "",
                "%s runs before the dump; if it fails nothing is dumped");
        add(
                all,
                "kdump_post",
                RHEL_6,
                CURRENT,
                Value.COMMAND,
                "",
                "%s runs after the dump, and is told whether that succeeded");
        add(all, "kdump_emergency", 9, CURRENT, Value.COMMAND, "", "%s runs when the capture environment itself fails");
        add(all, "extra_bins", RHEL_6, CURRENT, Value.TEXT, "", "the capture initramfs also has the programs %s");
        add(all, "extra_modules", RHEL_6, CURRENT, Value.MODULES, "", "the capture kernel also loads the modules %s");
        add(all, "default", RHEL_6, RHEL_7, Value.ACTION, "failure_action", "when the dump fails: %s");
        add(all, "failure_action", 8, CURRENT, Value.ACTION, "", "when the dump fails: %s");
        add(all, "final_action", 8, CURRENT, Value.ACTION, "", "when the dump is done: %s");
        add(
                all,
                "force_rebuild",
                RHEL_6,
                CURRENT,
                Value.SWITCH,
                "",
                "the capture initramfs is built anew at each start: %s");
        add(
                all,
                "force_no_rebuild",
                RHEL_7,
                CURRENT,
                Value.SWITCH,
                "",
                "the capture initramfs is never built anew: %s");
        add(all, "override_resettable", RHEL_7, 8, Value.SWITCH, "", "dumps even to devices that cannot be reset: %s");
        add(all, "dracut_args", RHEL_7, CURRENT, Value.TEXT, "", "dracut builds the capture initramfs with %s");
        add(all, "fence_kdump_args", RHEL_6, CURRENT, Value.TEXT, "", "fence_kdump_send is called with %s");
        add(
                all,
                "fence_kdump_nodes",
                RHEL_6,
                CURRENT,
                Value.TEXT,
                "",
                "the cluster's nodes %s are told that a dump is taken");
        add(
                all,
                "auto_reset_crashkernel",
                8,
                CURRENT,
                Value.YES_NO,
                "",
                "updates set crashkernel= to their own default: %s");
        add(all, "options", RHEL_6, 6, Value.TEXT, append + "MODULE.OPTION=VALUE", "module options: %s");
        add(
                all,
                "link_delay",
                RHEL_6,
                6,
                Value.NUMBER,
                "nothing: dracut waits by itself",
                "waits %s seconds for the network");
        add(
                all,
                "disk_timeout",
                RHEL_6,
                6,
                Value.NUMBER,
                "nothing: dracut waits by itself",
                "waits %s seconds for disks");
        add(
                all,
                "debug_mem_level",
                RHEL_6,
                6,
                Value.NUMBER,
                append + "rd.memdebug=LEVEL",
                "prints memory use, level %s");
        add(all, "blacklist", RHEL_6, 6, Value.MODULES, append + "rd.driver.blacklist=MODULE", "does not load %s");
        return Collections.unmodifiableMap(all);
    }

    private static void add(
            Map<String, Directive> all, String name, int from, int to, Value value, String instead, String meaning) {
        all.put(name, new Directive(name, from, to, value, instead, meaning));
    }

    /** Returns a directive, or null when there is none of that name in any release. */
    static @Nullable Directive of(String name) {
        return ALL.get(name);
    }

    /** Returns all names. */
    static Set<String> names() {
        return new TreeSet<>(ALL.keySet());
    }

    /** Returns whether it says where the dump goes. */
    boolean target() {
        return switch (value) {
            case RAW, NFS, SSH, NET, DEVICE, TAG -> true;
            default -> false;
        };
    }

    /** Returns the actions that a directive takes in a release. */
    List<String> actions(int release) {
        List<String> actions = new ArrayList<>(Arrays.asList("reboot", "halt", "poweroff"));
        if (!name.equals("final_action")) {
            actions.add("shell");
            actions.add(release == RHEL_6 ? "mount_root_run_init" : "dump_to_rootfs");
        }
        return actions;
    }
}
