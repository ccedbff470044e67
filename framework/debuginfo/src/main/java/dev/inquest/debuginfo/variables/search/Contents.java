package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What variables are told by; each returns null where it is something else. */
final class Contents {
    private static final int LONGEST_NAME = 64;
    /** E820_MAX_ENTRIES (arch/x86/include/asm/e820/types.h) is 128 and three for each of at most 1024 nodes. */
    private static final long MOST_RANGES = 128 + 3 * 1024;

    private static final int LONGEST_COMMAND_LINE = 1 << 14;
    /** TAINT_FLAGS_COUNT (include/linux/panic.h) is 19 in Linux 6.1; there is room for more. */
    private static final int MOST_TAINTS = 24;

    private Contents() {}

    /** {@code modules}: each {@code struct module} leads back to itself, by its {@code struct module_kobject}. */
    static @Nullable String modules(Evidence evidence, long address) {
        List<Long> entries = Lists.entries(
                evidence.memory(),
                address,
                evidence.offset("module", "list"),
                module -> evidence.at("module", module).member("mkobj.mod").asLong() == module);
        return entries == null || (address & 7) != 0
                ? null
                : entries.isEmpty()
                        ? "an empty list"
                        : "a list, whose " + entries.size() + " entries are modules, each of which says so of itself";
    }

    /** {@code btf_modules}: each entry's types are named as its module is. */
    static @Nullable String btfModules(Evidence evidence, long address) {
        List<Long> entries = Lists.entries(evidence.memory(), address, evidence.offset("btf_module", "list"), entry -> {
            Value value = evidence.at("btf_module", entry);
            long module = value.member("module").asLong() + evidence.offset("module", "name");
            long btf = value.member("btf").asLong() + evidence.offset("btf", "name");
            String name = evidence.text(module, LONGEST_NAME);
            return name != null && !name.isEmpty() && name.equals(evidence.text(btf, LONGEST_NAME));
        });
        return entries == null || entries.isEmpty() || (address & 7) != 0
                ? null
                : "a list, whose " + entries.size() + " entries have types named as their modules are";
    }

    /** {@code struct timekeeper}: its clocks have names, and functions that read them. */
    static @Nullable String timekeeper(Evidence evidence, long address) {
        Value timekeeper = evidence.at("timekeeper", address);
        Value clock = timekeeper.member("tkr_mono.clock");
        if ((address & 7) != 0
                || timekeeper.member("tkr_raw.clock").asLong() != clock.asLong()
                || clock.asLong() == 0
                || timekeeper.member("tkr_mono.mult").asLong() == 0
                || timekeeper.member("tkr_mono.shift").asLong()
                        != clock.member("shift").asLong()
                || timekeeper.member("xtime_sec").asLong() <= 0) {
            return null;
        }
        String name = evidence.text(clock.member("name").asLong(), LONGEST_NAME);
        return name == null
                        || name.isEmpty()
                        || !evidence.function(clock.member("read").asLong())
                ? null
                : "the times of a clock, \"" + name + "\", that is one";
    }

    /** {@code tainted_mask}: a bit for each reason. */
    static @Nullable String taints(Evidence evidence, long address) {
        return (address & 7) == 0 && evidence.memory().u64(address) >>> MOST_TAINTS == 0
                ? "no more bits than there are reasons for taint"
                : null;
    }

    /** {@code e820_table}: points at a table of ranges, which ascend. */
    static @Nullable String memoryMap(Evidence evidence, long address) {
        if ((address & 7) != 0) {
            return null;
        }
        Value table = evidence.at("e820_table", evidence.memory().pointer(address));
        long count = table.member("nr_entries").asLong();
        long before = 0;
        for (long i = 0; i < count && count <= MOST_RANGES; i++) {
            Value range = table.member("entries").index(i);
            long start = range.member("addr").asLong();
            if (Long.compareUnsigned(start, before) < 0 || range.member("size").asLong() == 0) {
                return null;
            }
            before = start;
        }
        return count < 1 || count > MOST_RANGES ? null : "a pointer to a table of " + count + " ranges, which ascend";
    }

    /** {@code saved_command_line}: points at the text. */
    static @Nullable String commandLine(Evidence evidence, long address) {
        if ((address & 7) != 0) {
            return null;
        }
        String text = evidence.text(evidence.memory().pointer(address), LONGEST_COMMAND_LINE);
        return text == null ? null : "a pointer to a line of text";
    }

    /** {@code struct percpu_counter}, which is on a list of all. */
    static @Nullable String perCpuCounter(Evidence evidence, long address) {
        Value counter = evidence.at("percpu_counter", address);
        List<Long> others =
                Lists.others(evidence.memory(), counter.member("list").address());
        return (address & 7) == 0 && counter.member("counters").asLong() != 0 && others != null && !others.isEmpty()
                ? "a counter by CPU that is on the list of these"
                : null;
    }

    /** {@code hugetlb_max_hstate}: as many of {@code hstates} are in use. */
    static @Nullable String hugePageSizes(Evidence evidence, long address) {
        Memory memory = evidence.memory();
        long count = memory.u32(address);
        long first = evidence.variable("hstates");
        long size = evidence.struct("hstate").size();
        if (count < 1 || count > 8 || address >= first && address < first + count * size) {
            return null;
        }
        for (int i = 0; i <= count; i++) {
            String name = evidence.text(first + i * size + evidence.offset("hstate", "name"), LONGEST_NAME);
            boolean used = name != null && name.matches("hugepages-\\d+kB");
            if (used != i < count) {
                return null;
            }
        }
        return "the number of sizes that hstates has";
    }

    /** {@code crashk_res}: a resource of this name. */
    static @Nullable String crashKernel(Evidence evidence, long address) {
        Value resource = evidence.at("resource", address);
        return (address & 7) == 0
                        && "Crash kernel"
                                .equals(evidence.text(resource.member("name").asLong(), LONGEST_NAME))
                ? "a resource named \"Crash kernel\""
                : null;
    }
}
