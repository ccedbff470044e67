package dev.inquest.commands.kdump.reserve;

import java.util.ArrayList;
import java.util.List;

/**
 * How much memory the capture kernel needs, as a sum of parts. The parts of makedumpfile are arithmetic; the others are what the
 * distributions measured: kdump-lib.sh of kdump-utils 1.0 and the defaults of the kernels of RHEL 6 to 8.
 */
public final class Need {
    private static final long MB = 1L << 20;
    /** makedumpfile's own buffers, whatever the size of the machine. */
    private static final long FIXED = 20 * MB;
    /** Both bitmaps of one cycle (makedumpfile 1.5, BUFSIZE_CYCLIC). */
    private static final long CYCLIC = 2 * MB;

    private static final long STEP = 32 * MB;

    private Need() {}

    /**
     * A machine.
     *
     * @param memory its memory in bytes
     * @param architecture {@code x86_64}, {@code aarch64} or {@code ppc64le}
     * @param pageSize bytes in a page
     * @param cpus number of CPUs, or 0 when it is not known
     * @param encryption whether AMD SME or SEV is on
     * @param smmu whether it has an arm64 SMMU
     * @param mlx5 whether it has a Mellanox 5 network card
     * @param cyclic whether makedumpfile filters in cycles
     */
    public record Machine(
            long memory,
            String architecture,
            int pageSize,
            int cpus,
            boolean encryption,
            boolean smmu,
            boolean mlx5,
            boolean cyclic) {}

    /**
     * One part of the sum.
     *
     * @param name what needs it
     * @param bytes how much
     * @param estimate whether it is what distributions keep from experience, and not arithmetic
     * @param why where the figure comes from
     */
    public record Part(String name, long bytes, boolean estimate, String why) {}

    /** Returns the bytes that makedumpfile's bitmaps take: 2 bits for each page. */
    public static long bitmaps(long memory, int pageSize) {
        return (memory / pageSize * 2 + 7) / 8;
    }

    /** Returns the parts. */
    public static List<Part> parts(Machine machine) {
        List<Part> parts = new ArrayList<>();
        boolean large = machine.pageSize == 64 << 10;
        switch (machine.architecture) {
            case "aarch64" -> {
                parts.add(
                        new Part("kernel, initramfs, drivers", 256 * MB, true, "least that Red Hat keeps on aarch64"));
                if (large) {
                    parts.add(new Part("pages of 64 KB", 100 * MB, true, "kdump-lib.sh"));
                    if (machine.smmu) {
                        parts.add(new Part("SMMU queues", 384 * MB, true, "kdump-lib.sh, 64 KB pages only"));
                    }
                }
                if (machine.mlx5) {
                    parts.add(new Part("Mellanox 5 driver", (large ? 200 : 150) * MB, true, "kdump-lib.sh"));
                }
            }
            case "ppc64le" -> {
                parts.add(
                        new Part("kernel, initramfs, drivers", 384 * MB, true, "least that Red Hat keeps on ppc64le"));
                if (machine.cpus > 0) {
                    parts.add(new Part("per-CPU areas", machine.cpus * MB, true, "kdump-lib.sh: 1 MB a CPU"));
                }
            }
            default ->
                parts.add(new Part(
                        "kernel, initramfs, drivers", 160 * MB, true, "least that RHEL 7 and 8 keep on x86_64"));
        }
        if (machine.encryption) {
            parts.add(new Part("memory encryption", 64 * MB, true, "kdump-lib.sh: bounce buffers of SME and SEV"));
        }
        parts.add(
                machine.cyclic
                        ? new Part(
                                "makedumpfile, bitmaps of a cycle",
                                CYCLIC,
                                false,
                                "1 MB each; the dump takes more passes")
                        : new Part(
                                "makedumpfile, bitmaps",
                                bitmaps(machine.memory, machine.pageSize),
                                false,
                                "2 bits for each of " + machine.memory / machine.pageSize + " pages"));
        parts.add(new Part("makedumpfile, copying", FIXED, false, "whatever the machine's size"));
        return parts;
    }

    /** Returns the sum of parts. */
    public static long sum(List<Part> parts) {
        long sum = 0;
        for (Part part : parts) {
            sum += part.bytes;
        }
        return sum;
    }

    /** Rounds a need up to what one would write behind {@code crashkernel=}. */
    public static long rounded(long bytes) {
        return (bytes + STEP - 1) / STEP * STEP;
    }
}
