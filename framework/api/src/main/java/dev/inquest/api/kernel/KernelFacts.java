package dev.inquest.api.kernel;

import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;

/** Numbers about the machine that several commands show. Each throws a fault or {@link MissingTypeException} where it cannot be had. */
public final class KernelFacts {
    private static final int MAXIMUM_NODES = 1024;

    private KernelFacts() {}

    /** Returns the number of pages of physical memory that the kernel's nodes have: the sum of {@code node_present_pages}. */
    public static long presentPages(Kernel kernel) {
        if (kernel.symbol("node_data") == null) {
            return kernel.at("struct pglist_data", requiredAddress(kernel, "contig_page_data"))
                    .member("node_present_pages")
                    .asLong();
        }
        // node_data[] has MAX_NUMNODES entries (arch/x86/mm/numa.c); offline nodes have a null pointer. The online mask
        // says how far
        // to look: node_states[N_ONLINE] is its second element (include/linux/nodemask.h).
        long table = requiredAddress(kernel, "node_data");
        long pages = 0;
        for (int node : onlineNodes(kernel)) {
            long address = kernel.memory()
                    .pointer(table + (long) node * kernel.memory().pointerSize());
            if (address != 0) {
                pages += kernel.at("struct pglist_data", address)
                        .member("node_present_pages")
                        .asLong();
            }
        }
        if (pages == 0) {
            // A machine has memory: these are zeros where a dump's writing ended too early.
            throw new MissingTypeException("node_data leads to nodes without memory");
        }
        return pages;
    }

    /** Returns the numbers of the NUMA nodes that are online; node 0 alone where the kernel does not say. */
    public static Iterable<Integer> onlineNodes(Kernel kernel) {
        java.util.List<Integer> nodes = new java.util.ArrayList<>();
        Symbolic mask = nodeMask(kernel);
        for (int node = 0; node < mask.bits(); node++) {
            if ((kernel.memory().u8(mask.address() + node / 8) >> (node & 7) & 1) != 0) {
                nodes.add(node);
            }
        }
        if (nodes.isEmpty()) {
            nodes.add(0);
        }
        return nodes;
    }

    private record Symbolic(long address, int bits) {}

    private static Symbolic nodeMask(Kernel kernel) {
        var states = kernel.symbol("node_states");
        var type = kernel.findType("nodemask_t");
        if (states == null || type == null || type.size() <= 0) {
            return new Symbolic(0, 0);
        }
        return new Symbolic(states.address() + type.size(), (int) Math.min(MAXIMUM_NODES, type.size() * 8));
    }

    /**
     * Returns the kernel's HZ: timer ticks in a second, from {@code tick_nsec} (kernel/time/ntp.c), or, as kernels of 7.2 have it no
     * more, from the clock that counts jiffies, whose step is a tick (kernel/time/jiffies.c).
     */
    public static long ticksPerSecond(Kernel kernel) {
        var tick = kernel.address("tick_nsec");
        long nanoseconds = tick.isPresent() ? kernel.memory().u64(tick.getAsLong()) : jiffy(kernel);
        if (nanoseconds < 1_000 || nanoseconds > 1_000_000_000L) {
            throw new MissingTypeException("the kernel's tick is " + nanoseconds + " ns, which is no length of a tick");
        }
        return (1_000_000_000L + nanoseconds / 2) / nanoseconds;
    }

    private static long jiffy(Kernel kernel) {
        long address = kernel.address("clocksource_jiffies")
                .orElseThrow(() -> new MissingTypeException(
                        "neither the kernel's symbol tick_nsec nor clocksource_jiffies is known"));
        Value clock = kernel.at("struct clocksource", address);
        return clock.member("mult").asLong() >> clock.member("shift").asLong();
    }

    /** Returns the seconds since boot, from {@code jiffies_64}, which starts at -300 * HZ in 32 bits (include/linux/jiffies.h). */
    public static long uptimeSeconds(Kernel kernel) {
        long hz = ticksPerSecond(kernel);
        long start = -300 * hz & 0xffffffffL;
        return (kernel.memory().u64(requiredAddress(kernel, "jiffies_64")) - start) / hz;
    }

    /**
     * Returns the kernel's struct timekeeper: {@code tk_core.timekeeper}, or {@code shadow_timekeeper}, which differs by a tick at
     * most (kernel/time/timekeeping.c).
     */
    public static Value timekeeper(Kernel kernel) {
        var shadow = kernel.symbol("shadow_timekeeper");
        if (shadow != null) {
            return kernel.at("struct timekeeper", shadow.address());
        }
        // Since v6.13 (commit 20c7b582e88f) tk_core is a named struct that has both; later kernels have an array of
        // these, of which
        // the first is the system's (TIMEKEEPER_CORE), the others are auxiliary clocks.
        var core = kernel.address("timekeeper_data");
        long address = core.isPresent() ? core.getAsLong() : requiredAddress(kernel, "tk_core");
        return kernel.at("struct tk_data", address).member("timekeeper");
    }

    /** Returns the wall-clock time in seconds since 1970 at which the kernel's clock stood. */
    public static long wallSeconds(Kernel kernel) {
        return timekeeper(kernel).member("xtime_sec").asLong();
    }

    /**
     * Returns the address of the {@code struct page} of a physical address, in the kernel's array of them (CONFIG_SPARSEMEM_VMEMMAP).
     *
     * @throws MissingTypeException where it is not known where that array is
     */
    public static long pageStruct(Kernel kernel, long physical) {
        return vmemmap(kernel)
                + Long.divideUnsigned(physical, pageSize(kernel))
                        * kernel.struct("page").size();
    }

    /** Returns the size of the kernel's pages; a dump may have smaller ones: QEMU writes 4 KiB frames of kernels with 64 KiB pages. */
    public static long pageSize(Kernel kernel) {
        var info = kernel.arch().vmcoreInfo();
        var told = info == null ? java.util.OptionalLong.empty() : info.pageSize();
        return told.orElse(kernel.image().pageSize());
    }

    /** Returns where the vmemmap begins: where the architecture knows, or else where x86's variable says when it is randomised. */
    public static long vmemmap(Kernel kernel) {
        var told = kernel.arch().vmemmap();
        if (told.isPresent()) {
            return told.getAsLong();
        }
        var variable = kernel.address("vmemmap_base");
        long base = variable.isPresent() ? kernel.memory().u64(variable.getAsLong()) : 0;
        if (base >= 0) {
            throw new MissingTypeException("the kernel's vmemmap is not known");
        }
        return base;
    }

    private static long requiredAddress(Kernel kernel, String symbol) {
        return kernel.address(symbol)
                .orElseThrow(() -> new MissingTypeException("the kernel's symbol " + symbol + " is not known"));
    }
}
