package dev.inquest.commands.kdump.reserve;

import java.util.ArrayList;
import java.util.List;

/**
 * What distributions keep unless told otherwise.
 *
 * <ul>
 *   <li>RHEL 6.2: {@code auto} keeps 128 MB and 64 MB more for each TB, from 2 GB of memory on.
 *   <li>RHEL 7: {@code auto} keeps 160 MB and 2 bits a page on x86_64, 512 MB on aarch64 (Kernel Crash Dump Guide, RHEL 7).
 *   <li>RHEL 8: tables in the kernel (kernel/crash_core.c, CONFIG_CRASH_AUTO_STR).
 *   <li>RHEL 9 and 10: tables of kdump-lib.sh.
 *   <li>Debian: {@code /etc/default/grub.d/kdump-tools.cfg} of kdump-tools 1.8.
 * </ul>
 */
public final class Defaults {
    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;
    private static final String PPC = "2G-4G:384M,4G-16G:512M,16G-64G:1G,64G-128G:2G,128G-:4G";

    private Defaults() {}

    /**
     * What one distribution keeps.
     *
     * @param distribution its name
     * @param option the option as it writes it
     * @param bytes what that keeps on the machine; 0 for nothing
     */
    public record Kept(String distribution, String option, long bytes) {}

    /** Returns what each distribution would keep. */
    public static List<Kept> of(Need.Machine machine) {
        List<Kept> kept = new ArrayList<>();
        boolean large = machine.pageSize() == 64 << 10;
        long memory = machine.memory();
        switch (machine.architecture()) {
            case "x86_64" -> {
                kept.add(new Kept("RHEL 6", "auto", memory < 2 * GB ? 0 : 128 * MB + (memory >> 40) * 64 * MB));
                kept.add(new Kept("RHEL 7", "auto", memory < 2 * GB ? 0 : 160 * MB + Need.bitmaps(memory, 4096)));
                add(kept, "RHEL 8", "1G-4G:160M,4G-64G:192M,64G-1T:256M,1T-:512M", 0, memory);
                add(kept, "RHEL 9", "1G-4G:192M,4G-64G:256M,64G-:512M", machine.encryption() ? 64 * MB : 0, memory);
                add(kept, "RHEL 10, Fedora", "2G-64G:256M,64G-:512M", machine.encryption() ? 64 * MB : 0, memory);
                add(kept, "Debian", "384M-:128M", 0, memory);
            }
            case "aarch64" -> {
                kept.add(new Kept("RHEL 7", "auto", memory < 2 * GB ? 0 : 512 * MB));
                add(kept, "RHEL 8", "2G-:448M", 0, memory);
                long extra = (large ? 100 * MB : 0)
                        + (large && machine.smmu() ? 384 * MB : 0)
                        + (machine.mlx5() ? (large ? 200 : 150) * MB : 0);
                add(kept, "RHEL 9", "1G-4G:256M,4G-64G:320M,64G-:576M", extra, memory);
                add(kept, "RHEL 10, Fedora", "2G-4G:256M,4G-64G:320M,64G-:576M", extra, memory);
            }
            case "ppc64le" -> {
                add(kept, "RHEL 7", PPC, 0, memory);
                add(kept, "RHEL 8", PPC, 0, memory);
                long extra = machine.cpus() * MB;
                add(kept, "RHEL 9", PPC, extra, memory);
                add(kept, "RHEL 10, Fedora", PPC, extra, memory);
            }
            default -> {}
        }
        return kept;
    }

    private static void add(List<Kept> into, String distribution, String table, long extra, long memory) {
        Crashkernel option = Crashkernel.parse(table);
        List<String> ranges = new ArrayList<>();
        for (Crashkernel.Range range : option.ranges()) {
            ranges.add(Sizes.option(range.start())
                    + "-"
                    + (range.end() == Long.MAX_VALUE ? "" : Sizes.option(range.end()))
                    + ":"
                    + Sizes.option(range.size() + extra));
        }
        String text = String.join(",", ranges);
        into.add(new Kept(distribution, text, Crashkernel.parse(text).size(memory)));
    }
}
