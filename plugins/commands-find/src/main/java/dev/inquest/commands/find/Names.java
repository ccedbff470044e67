package dev.inquest.commands.find;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names of files and folders tell, as those who save dumps choose them: kexec-tools and kdump-utils of Red Hat ({@code
 * 127.0.0.1-2026-11-21-06:02:19/vmcore}, {@code vmcore-incomplete}, {@code vmcore.flat}, {@code vmcore-dmesg.txt}), kdump-tools of Debian and
 * Ubuntu ({@code 202611210602/dump.202611210602}, {@code dmesg.202611210602}), SUSE's kdump ({@code 2026-11-21-06:02/vmcore}, {@code
 * dmesg.txt}), abrt ({@code vmcore-127.0.0.1-2026-11-21-06:02:19/vmcore}).
 */
final class Names {
    private static final Pattern DUMP = Pattern.compile(
            "vmcore([-._]?(incomplete|flat|elf|kdump|\\d+))*(\\.(gz|xz|zst|bz2|lz4))?"
                    + "|(dump|vmcore)\\.\\d{6,14}(\\.(gz|xz|zst))?|.*\\.(vmcore|kdump)(\\.(gz|xz|zst))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LOG =
            Pattern.compile("vmcore-dmesg(-incomplete)?\\.txt(-incomplete)?|dmesg\\.(\\d{6,14}|txt)|dmesg");
    private static final Pattern SURE_LOG = Pattern.compile("vmcore-dmesg.*|dmesg\\.\\d{6,14}");
    private static final Pattern DATE = Pattern.compile(
            "(?<!\\d)(20\\d\\d)[-._]?(0[1-9]|1[0-2])[-._]?([0-3]\\d)(?:[-._T]?([0-2]\\d)[:._-]?([0-5]\\d)(?:[:._-]?([0-5]\\d))?)?(?!\\d)");
    private static final Pattern DEBIAN_PACKAGE =
            Pattern.compile("linux-image-(?:unsigned-)?(.+)-dbg(?:sym)?_[^_]+_[^_]+\\.d?deb");
    private static final Pattern FEDORA_PACKAGE =
            Pattern.compile("kernel(?:-(?:rt|64k|16k|debug|uek))*-debuginfo-(\\d[^/]*)\\.rpm");
    private static final Pattern SUSE_PACKAGE =
            Pattern.compile("kernel-([a-z][a-z0-9_]*)-debuginfo-(\\d.*)\\.[^.]+\\.[^.]+\\.rpm");
    private static final Pattern BUILD_ID = Pattern.compile(".*\\.build-id/([0-9a-f]{2})/([0-9a-f]{6,126})\\.debug");

    private Names() {}

    /** Returns whether a file is called as dumps are. */
    static boolean dump(String name) {
        return DUMP.matcher(name).matches();
    }

    /** Returns whether a file is called as tar archives are. */
    static boolean archive(String name) {
        return name.matches(".*\\.(tar(\\.\\w{2,4})?|tgz|txz|tzst|tbz2?)");
    }

    /** Returns whether the name says that the capture did not end. */
    static boolean incomplete(String name) {
        return name.contains("incomplete");
    }

    /** Returns whether a file is called as the kernel log beside a dump is. */
    static boolean log(String name) {
        return LOG.matcher(name).matches();
    }

    /** Returns whether only those who save a crash's log call a file so. */
    static boolean logOfACrash(String name) {
        return SURE_LOG.matcher(name).matches();
    }

    /** Returns whether a file is called as a kernel's with debug information is. */
    static boolean vmlinux(String name) {
        return name.startsWith("vmlinux");
    }

    /** Returns what comes behind {@code vmlinux-}, without endings, or null. */
    static @Nullable String vmlinuxRelease(String name) {
        String bare = name.replaceFirst("\\.(gz|xz|zst|bz2)$", "").replaceFirst("\\.debug$", "");
        return bare.startsWith("vmlinux-") && bare.length() > 8 ? bare.substring(8) : null;
    }

    /** Returns the build ID that a path in a folder {@code .build-id} stands for, or null. */
    static @Nullable String buildId(String path) {
        Matcher matcher = BUILD_ID.matcher(path);
        return matcher.matches() ? matcher.group(1) + matcher.group(2) : null;
    }

    /** Returns the release of the kernel whose debug information a package has, by the package's name; null for other packages. */
    static @Nullable String packageRelease(String name) {
        Matcher debian = DEBIAN_PACKAGE.matcher(name);
        if (debian.matches()) {
            return debian.group(1);
        }
        Matcher fedora = FEDORA_PACKAGE.matcher(name);
        if (fedora.matches()) {
            return fedora.group(1);
        }
        // The flavour comes last in SUSE's releases, and the package's last number counts rebuilds.
        Matcher suse = SUSE_PACKAGE.matcher(name);
        return suse.matches() ? suse.group(2) + "-" + suse.group(1) : null;
    }

    /** Returns the time in a name as {@code 2026-11-21 06:02:19}, in whatever zone the machine was, or null. */
    static @Nullable String time(String name) {
        Matcher matcher = DATE.matcher(name);
        if (!matcher.find()) {
            return null;
        }
        String day = matcher.group(1) + "-" + matcher.group(2) + "-" + matcher.group(3);
        if (matcher.group(4) == null) {
            return day;
        }
        String seconds = matcher.group(6) == null ? "" : ":" + matcher.group(6);
        return day + " " + matcher.group(4) + ":" + matcher.group(5) + seconds;
    }

    /** Returns the host or address before the time in a folder's name, or null. */
    static @Nullable String host(String folder) {
        Matcher matcher = DATE.matcher(folder);
        if (!matcher.find() || matcher.start() < 2) {
            return null;
        }
        String host = folder.substring(0, matcher.start() - 1).replaceFirst("^vmcore-", "");
        return host.isEmpty() || host.equals("127.0.0.1") ? null : host;
    }
}
