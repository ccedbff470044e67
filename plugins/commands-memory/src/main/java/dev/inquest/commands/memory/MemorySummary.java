package dev.inquest.commands.memory;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of {@code kmem -i}, each computed by itself so that one that cannot be had costs no other. */
@Reads(value = "super_block", optional = "s_inodes", lost = "lines CACHED and BUFFERS")
@Reads(
        value = "inode",
        optional = {"i_mapping", "i_sb_list"},
        lost = "lines CACHED and BUFFERS")
@Reads(value = "address_space", optional = "nrpages", lost = "lines CACHED and BUFFERS")
@Reads(
        value = "hstate",
        optional = {"nr_huge_pages", "free_huge_pages", "order"},
        lost = "lines HUGE",
        mayLack = true)
@Reads(
        value = "swap_info_struct",
        optional = {"flags", "pages", "inuse_pages"},
        lost = "lines SWAP",
        mayLack = true)
@Reads(
        value = "percpu_counter",
        optional = {"count", "counters"},
        lost = "line COMMITTED")
final class MemorySummary {
    private final Kernel kernel;
    private final Progress progress;

    MemorySummary(Kernel kernel, Progress progress) {
        this.kernel = kernel;
        this.progress = progress;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Object total = Cell.of(() -> counter("_totalram_pages", "totalram_pages"));
        Object free = Cell.of(() -> zoneItem("NR_FREE_PAGES"));
        Object used = Cell.of(() -> number(total) - number(free));
        Object buffers = Cell.of(this::buffers);
        add(rows, "memory", "TOTAL MEM", total, null, "");
        add(rows, "memory", "FREE", free, total, "TOTAL MEM");
        add(rows, "memory", "USED", used, total, "TOTAL MEM");
        add(rows, "memory", "SHARED", Cell.of(() -> SharedPages.count(kernel, progress)), total, "TOTAL MEM");
        add(rows, "memory", "BUFFERS", buffers, total, "TOTAL MEM");
        add(
                rows,
                "memory",
                "CACHED",
                Cell.of(() -> nodeItem("NR_FILE_PAGES") - swapCache() - number(buffers)),
                total,
                "TOTAL MEM");
        add(rows, "memory", "SLAB", Cell.of(this::slab), total, "TOTAL MEM");
        Object huge = Cell.of(() -> huge("nr_huge_pages"));
        add(rows, "huge", "TOTAL HUGE", huge, null, "");
        add(rows, "huge", "HUGE FREE", Cell.of(() -> huge("free_huge_pages")), huge, "TOTAL HUGE");
        Object swap = Cell.of(() -> swap(false));
        Object swapUsed = Cell.of(() -> swap(true));
        add(rows, "swap", "TOTAL SWAP", swap, null, "");
        add(rows, "swap", "SWAP USED", swapUsed, swap, "TOTAL SWAP");
        add(rows, "swap", "SWAP FREE", Cell.of(() -> number(swap) - number(swapUsed)), swap, "TOTAL SWAP");
        Object limit = Cell.of(() -> commitLimit(number(total), number(huge), number(swap)));
        add(rows, "commit", "COMMIT LIMIT", limit, null, "");
        add(rows, "commit", "COMMITTED", Cell.of(this::committed), limit, "TOTAL LIMIT");
        return rows;
    }

    private void add(
            List<Row> rows,
            String group,
            String name,
            @Nullable Object pages,
            @Nullable Object whole,
            String wholeName) {
        Row row = new Row().put("group", group).put("name", name).put("pages", pages);
        if (pages instanceof Long count) {
            row.put("bytes", count * kernel.pageSize());
            if (whole instanceof Long all) {
                row.put("percent", all == 0 ? 0L : count * 100 / all).put("percent_of", wholeName);
            }
        }
        rows.add(row);
    }

    private static long number(@Nullable Object cell) {
        if (cell instanceof Long number) {
            return number;
        }
        throw new MissingTypeException("a number that this one is computed from is not known");
    }

    private long counter(String... names) {
        for (String name : names) {
            Symbol symbol = kernel.symbol(name);
            if (symbol != null) {
                return kernel.memory().u64(symbol.address());
            }
        }
        throw new MissingTypeException("the kernel's symbol " + names[0] + " is not known");
    }

    private long item(String enumeration, String array, String name) {
        return kernel.memory().u64(address(array) + 8 * enumerator(enumeration, name));
    }

    private long enumerator(String enumeration, String... names) {
        Type type = kernel.findType(TypeSource.Kind.ENUM, enumeration);
        if (type != null && type.bare() instanceof EnumType numbers) {
            for (String name : names) {
                for (EnumType.Enumerator enumerator : numbers.enumerators()) {
                    if (enumerator.name().equals(name)) {
                        return enumerator.value();
                    }
                }
            }
        }
        throw new MissingTypeException("enum " + enumeration + " has no " + names[0]);
    }

    private long address(String symbol) {
        return kernel.address(symbol)
                .orElseThrow(() -> new MissingTypeException("the kernel's symbol " + symbol + " is not known"));
    }

    // vm_zone_stat and vm_node_stat are the sums of what each CPU has folded in (mm/vmstat.c), since 75ef71840539
    // (v4.8) apart.
    private long zoneItem(String name) {
        return item("zone_stat_item", kernel.symbol("vm_zone_stat") == null ? "vm_stat" : "vm_zone_stat", name);
    }

    private long nodeItem(String name) {
        return kernel.symbol("vm_node_stat") == null ? zoneItem(name) : item("node_stat_item", "vm_node_stat", name);
    }

    // Named NR_SLAB_RECLAIMABLE_B since d42f3245c7e2 (v5.9); the node's counter is in pages all the same.
    private long slab() {
        boolean node = kernel.symbol("vm_node_stat") != null
                && has("node_stat_item", "NR_SLAB_RECLAIMABLE_B", "NR_SLAB_RECLAIMABLE");
        String enumeration = node ? "node_stat_item" : "zone_stat_item";
        long array =
                address(node ? "vm_node_stat" : kernel.symbol("vm_zone_stat") == null ? "vm_stat" : "vm_zone_stat");
        long pages = 0;
        for (String kind : List.of("NR_SLAB_RECLAIMABLE", "NR_SLAB_UNRECLAIMABLE")) {
            pages += kernel.memory().u64(array + 8 * enumerator(enumeration, kind + "_B", kind));
        }
        return pages;
    }

    private boolean has(String enumeration, String... names) {
        return Cell.of(() -> enumerator(enumeration, names)) instanceof Long;
    }

    // nr_blockdev_pages (block/bdev.c): the page cache of block devices themselves.
    private long buffers() {
        long superBlock = kernel.memory().pointer(address("blockdev_superblock"));
        Value inodes = kernel.at("struct super_block", superBlock).member("s_inodes");
        long pages = 0;
        for (Value inode : kernel.list(inodes.address(), "inode", "i_sb_list")) {
            pages += inode.member("i_mapping").member("nrpages").asLong();
        }
        return pages;
    }

    // The address spaces of swap files (mm/swap_state.c, swapper_spaces[] and nr_swapper_spaces[]); kernels count their
    // pages themselves.
    private long swapCache() {
        return has("node_stat_item", "NR_SWAPCACHE") ? nodeItem("NR_SWAPCACHE") : swapSpaces();
    }

    private long swapSpaces() {
        Symbol spaces = kernel.symbol("swapper_spaces");
        Symbol counts = kernel.symbol("nr_swapper_spaces");
        if (spaces == null || counts == null) {
            return 0;
        }
        long pages = 0;
        long size = kernel.struct("address_space").size();
        int files = swapFiles();
        for (int i = 0; i < files; i++) {
            long space = kernel.memory().pointer(spaces.address() + 8L * i);
            long count = kernel.memory().u32(counts.address() + 4L * i);
            for (long j = 0; space != 0 && j < Math.min(count, 1 << 16); j++) {
                pages += kernel.at("struct address_space", space + j * size)
                        .member("nrpages")
                        .asLong();
            }
        }
        return pages;
    }

    private int swapFiles() {
        Symbol count = kernel.symbol("nr_swapfiles");
        Symbol free = count == null ? kernel.symbol("nr_swap_pages") : null;
        if (free != null && kernel.memory().u64(free.address()) != 0) {
            // The kernel has swap, but not the names of its variables.
            throw new MissingTypeException("the kernel's symbol nr_swapfiles is not known");
        }
        return count == null ? 0 : (int) Math.min(32, kernel.memory().u32(count.address()));
    }

    // hugetlb_total_pages (mm/hugetlb.c).
    private long huge(String member) {
        Symbol states = kernel.symbol("hstates");
        if (states == null) {
            return 0;
        }
        long count = kernel.memory().u32(address("hugetlb_max_hstate"));
        long size = kernel.struct("hstate").size();
        long pages = 0;
        for (long i = 0; i < Math.min(count, 16); i++) {
            Value state = kernel.at("struct hstate", states.address() + i * size);
            pages += state.member(member).asLong() << state.member("order").asLong();
        }
        return pages;
    }

    // si_swapinfo (mm/swapfile.c): files that are in use, SWP_USED (1) and SWP_WRITEOK (2).
    private long swap(boolean used) {
        long pages = 0;
        long table = swapFiles() == 0 ? 0 : address("swap_info");
        for (int i = 0; i < swapFiles(); i++) {
            long address = kernel.memory().pointer(table + 8L * i);
            if (address == 0) {
                continue;
            }
            Value file = kernel.at("struct swap_info_struct", address);
            if ((file.member("flags").asLong() & 2) != 0) {
                pages += used ? inUse(file) : file.member("pages").asLong();
            }
        }
        return pages;
    }

    private static long inUse(Value file) {
        Value count = file.member("inuse_pages");
        return count.type().bare() instanceof StructType
                ? count.member("counter").asLong() & 0x3fff_ffff_ffff_ffffL
                : count.asLong();
    }

    // vm_commit_limit (mm/util.c).
    private long commitLimit(long total, long huge, long swap) {
        long kilobytes = kernel.memory().u64(address("sysctl_overcommit_kbytes"));
        long ratio = kernel.memory().i32(address("sysctl_overcommit_ratio"));
        long allowed = kilobytes != 0 ? kilobytes * 1024 / kernel.pageSize() : (total - huge) * ratio / 100;
        return allowed + swap;
    }

    private long committed() {
        Value counter = kernel.at("struct percpu_counter", address("vm_committed_as"));
        long pages = counter.member("count").asLong();
        long local = counter.member("counters").asLong();
        for (int cpu : kernel.cpus().online()) {
            pages += kernel.memory().i32(kernel.cpus().address(cpu, local));
        }
        return pages;
    }
}
