package dev.inquest.commands.kdump.lint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A variable of a shell-style configuration.
 *
 * @param name its name
 * @param kind what its value must be
 * @param meaning what it does, with {@code %s} for the value
 * @param gone what to do about one that is not looked at any more; empty for one that is
 */
record Variable(String name, Kind kind, String meaning, String gone) {

    /** What a value must be. */
    enum Kind {
        SWITCH,
        BOOLEAN,
        NUMBER,
        PATH,
        TEXT
    }

    /** {@code /etc/default/kdump-tools} (kdump-tools 1.6 to 1.10 of Debian and Ubuntu, kdump-tools.conf(5)). */
    static Map<String, Variable> debian() {
        Map<String, Variable> all = new LinkedHashMap<>();
        add(all, "USE_KDUMP", Kind.SWITCH, "kdump is used: %s");
        add(all, "KDUMP_SYSCTL", Kind.TEXT, "kernel settings while kdump is loaded: %s");
        add(all, "KDUMP_KERNEL", Kind.PATH, "the capture kernel is %s");
        add(all, "KDUMP_INITRD", Kind.PATH, "its initramfs is %s");
        add(all, "KDUMP_COREDIR", Kind.PATH, "dumps are saved in %s/<date>/dump.<date>");
        add(all, "KDUMP_FAIL_CMD", Kind.TEXT, "when the dump fails: %s");
        add(all, "KDUMP_DUMP_DMESG", Kind.SWITCH, "the kernel log is saved beside the dump: %s");
        add(all, "KDUMP_NUM_DUMPS", Kind.NUMBER, "%s dumps are kept; older ones are removed");
        add(all, "KDUMP_COMPRESSION", Kind.TEXT, "the dump file is compressed as a whole with %s");
        add(all, "MAKEDUMP_ARGS", Kind.TEXT, "");
        add(all, "KDUMP_KEXEC_ARGS", Kind.TEXT, "kexec loads the capture kernel with %s");
        add(all, "KDUMP_CMDLINE", Kind.TEXT, "the capture kernel's whole command line is %s");
        add(all, "KDUMP_CMDLINE_APPEND", Kind.TEXT, "the capture kernel's command line ends with %s");
        add(all, "DEBUG_KERNEL", Kind.PATH, "the kernel with debug information is %s");
        add(all, "HOSTTAG", Kind.TEXT, "folders on a server are named by %s");
        add(all, "NFS", Kind.TEXT, "dumps go to the NFS export %s");
        add(all, "NFS_TIMEO", Kind.NUMBER, "NFS tries again after %s tenths of a second");
        add(all, "NFS_RETRANS", Kind.NUMBER, "NFS tries %s times");
        add(all, "NFS_MOUNT_RETRY", Kind.NUMBER, "the NFS mount is tried %s times");
        add(all, "FTP", Kind.TEXT, "dumps go to the FTP server %s");
        add(all, "FTP_USER", Kind.TEXT, "the FTP user is %s");
        add(all, "FTP_PASSWORD", Kind.TEXT, "an FTP password is set");
        add(all, "FTP_PORT", Kind.NUMBER, "the FTP port is %s");
        add(all, "SSH", Kind.TEXT, "dumps go through ssh to %s");
        add(all, "SSH_KEY", Kind.PATH, "ssh logs in with the key %s");
        add(all, "SSH_KDUMP_RETRY", Kind.NUMBER, "ssh is tried %s times");
        add(all, "SSH_KDUMP_INTERVAL", Kind.NUMBER, "with %s seconds between");
        add(all, "USE_GRUB_CONFIG", Kind.BOOLEAN, "kexec takes kernel and initramfs from GRUB: %s");
        add(all, "LOAD_KEXEC", Kind.BOOLEAN, "reboots go through kexec: %s");
        return all;
    }

    /** {@code /etc/sysconfig/kdump} of SUSE (openSUSE's kdump 0.9 to 2.1, kdump(5)). */
    static Map<String, Variable> suse() {
        Map<String, Variable> all = new LinkedHashMap<>();
        add(all, "KDUMP_CRASHKERNEL", Kind.TEXT, "memory that is reserved: %s");
        add(all, "KDUMP_UPDATE_BOOTLOADER", Kind.BOOLEAN, "crashkernel= is kept up to date in the boot loader: %s");
        add(all, "KDUMP_KERNELVER", Kind.TEXT, "the capture kernel is of version %s");
        add(all, "KDUMP_CPUS", Kind.NUMBER, "the capture kernel uses %s CPUs");
        add(all, "KDUMP_COMMANDLINE", Kind.TEXT, "the capture kernel's whole command line is %s");
        add(all, "KDUMP_COMMANDLINE_APPEND", Kind.TEXT, "the capture kernel's command line ends with %s");
        add(all, "KDUMP_AUTO_RESIZE", Kind.BOOLEAN, "the reservation is shrunk at boot: %s");
        add(all, "KDUMP_FADUMP", Kind.BOOLEAN, "the firmware of a POWER machine takes the dump: %s");
        add(all, "KDUMP_FADUMP_SHELL", Kind.BOOLEAN, "a shell follows a firmware-assisted dump: %s");
        add(all, "FADUMP_COMMANDLINE_APPEND", Kind.TEXT, "a firmware-assisted dump's command line ends with %s");
        add(all, "KEXEC_OPTIONS", Kind.TEXT, "kexec loads the capture kernel with %s");
        add(all, "KDUMP_IMMEDIATE_REBOOT", Kind.BOOLEAN, "the machine reboots after the dump: %s");
        add(all, "KDUMP_TRANSFER", Kind.TEXT, "the dump is copied by %s, and most other settings have no effect");
        add(all, "KDUMP_SAVEDIR", Kind.TEXT, "dumps are saved in %s");
        add(all, "KDUMP_KEEP_OLD_DUMPS", Kind.NUMBER, "%s dumps are kept (0: all of them; -1: none)");
        add(all, "KDUMP_FREE_DISK_SIZE", Kind.NUMBER, "%s MB of the disk stay free");
        add(all, "KDUMP_VERBOSE", Kind.NUMBER, "verbosity %s");
        add(all, "KDUMP_DUMPLEVEL", Kind.NUMBER, "");
        add(all, "KDUMP_DUMPFORMAT", Kind.TEXT, "the dump's format is %s");
        add(all, "KDUMP_CONTINUE_ON_ERROR", Kind.BOOLEAN, "an error does not stop at a shell: %s");
        add(all, "KDUMP_REQUIRED_PROGRAMS", Kind.TEXT, "the capture initramfs also has %s");
        add(all, "KDUMP_PRESCRIPT", Kind.TEXT, "%s runs before the dump");
        add(all, "KDUMP_POSTSCRIPT", Kind.TEXT, "%s runs after the dump");
        add(all, "KDUMP_NETCONFIG", Kind.TEXT, "the network is set up as %s");
        add(all, "KDUMP_NET_TIMEOUT", Kind.NUMBER, "the server is waited for %s seconds");
        add(all, "KDUMP_SMTP_SERVER", Kind.TEXT, "mail goes through %s");
        add(all, "KDUMP_SMTP_USER", Kind.TEXT, "the mail server's user is %s");
        add(all, "KDUMP_SMTP_PASSWORD", Kind.TEXT, "a password for the mail server is set");
        add(all, "KDUMP_NOTIFICATION_TO", Kind.TEXT, "mail goes to %s");
        add(all, "KDUMP_NOTIFICATION_CC", Kind.TEXT, "and to %s");
        add(all, "KDUMP_HOST_KEY", Kind.TEXT, "the server's key must be %s");
        add(all, "KDUMP_SSH_IDENTITY", Kind.TEXT, "ssh logs in with %s");
        add(all, "MAKEDUMPFILE_OPTIONS", Kind.TEXT, "");
        gone(all, "KDUMPTOOL_FLAGS", "it is not looked at any more");
        gone(all, "KDUMP_COPY_KERNEL", "it is not looked at any more");
        gone(all, "KDUMP_RUNLEVEL", "it went with SUSE 11; the capture environment has no runlevels");
        return all;
    }

    private static void add(Map<String, Variable> all, String name, Kind kind, String meaning) {
        all.put(name, new Variable(name, kind, meaning, ""));
    }

    private static void gone(Map<String, Variable> all, String name, String why) {
        all.put(name, new Variable(name, Kind.TEXT, "", why));
    }
}
