package dev.inquest.debuginfo.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.layout.FoundSymbols.Finding;
import dev.inquest.api.layout.Symbol;
import dev.inquest.debuginfo.btf.Btf;
import dev.inquest.debuginfo.btf.BtfException;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.testkit.kernel.CTypes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found is what its content proves, and where several places pass, or none, nothing is. */
class SearchTest {
    private static final long DATA = KernelWithoutNames.DATA;
    private static final long TASK = DATA + 0x100;
    /** Where modules and other memory lie. */
    private static final long FAR = 0xffff800000000000L;

    private static final CTypes TYPES = CTypes.parse("""
            struct list_head { struct list_head *next; struct list_head *prev; };
            struct task_struct { int pid; void *nsproxy; char comm[16]; };
            struct rq { int cpu; struct task_struct *idle; };
            struct nsproxy { int count; void *ipc_ns; };
            struct mkobj { void *kobj; void *mod; };
            struct module { int state; struct list_head list; char name[56]; struct mkobj mkobj; };
            struct kmem_cache { u64 size; struct list_head list; };
            struct ctl_table { char *procname; void *data; int maxlen; void *proc_handler; };
            struct clocksource { void *read; u32 mult; u32 shift; char *name; };
            struct tk_read_base { struct clocksource *clock; u32 mult; u32 shift; };
            struct timekeeper { struct tk_read_base tkr_mono; struct tk_read_base tkr_raw; u64 xtime_sec; };
            struct hstate { u64 order; char name[32]; };
            """);

    private KernelWithoutNames kernel;

    @BeforeEach
    void begin() {
        kernel = new KernelWithoutNames(ExportForm.DISTANCES_WITH_NAMESPACE, ByteOrder.LITTLE_ENDIAN)
                .export("init_task", TASK);
    }

    private VariableSymbols search() {
        FakeContext context = kernel.context();
        try {
            context.types(Btf.parse(
                    MemorySegment.ofArray(TYPES.btf(ByteOrder.LITTLE_ENDIAN)), ByteOrder.LITTLE_ENDIAN, "test"));
        } catch (BtfException e) {
            throw new AssertionError(e);
        }
        return KernelWithoutNames.found(context);
    }

    private void assertFound(String name, long address, String how) {
        VariableSymbols symbols = search();
        List<Symbol> found = symbols.byName(name);
        Finding finding = symbols.findings().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertEquals(new Finding(name, address == 0 ? 0 : 1, address, how), finding);
        assertEquals(address == 0 ? 0 : 1, found.size());
        if (address != 0) {
            assertEquals(address, found.getFirst().address());
        }
    }

    @Test
    void whatAMemberOfAKnownVariablePointsAt() {
        kernel.put(TASK + 8, DATA + 0x400);
        assertFound("init_nsproxy", DATA + 0x400, "init_task.nsproxy points at it, and it is the kernel's own");
    }

    @Test
    void aPointerOutOfTheImageLeadsToNoVariable() {
        kernel.put(TASK + 8, FAR);
        assertFound("init_nsproxy", 0, "init_task.nsproxy does not point into the image");
    }

    @Test
    void typesThatThisKernelLacksAreNamed() {
        assertFound("init_css_set", 0, "struct task_struct has no member cgroups");
        assertFound("super_blocks", 0, "where blockdev_superblock lies is not known");
    }

    /** Two caches, the second of which is exported by a pointer. */
    private void caches(long head, long first, long second) {
        kernel.export("names_cachep", DATA + 0x800).put(DATA + 0x800, second);
        long[] ring = {head, first + 8, second + 8};
        for (int i = 0; i < 3; i++) {
            long next = ring[(i + 1) % 3];
            long before = ring[(i + 2) % 3];
            if (ring[i] >= DATA && ring[i] < KernelWithoutNames.END) {
                kernel.put(ring[i], next, before);
            } else {
                kernel.memory().putLongs(ring[i], next, before);
            }
        }
    }

    @Test
    void theHeadOfAListOfWhichAnEntryIsKnown() {
        caches(DATA + 0x900, FAR, FAR + 0x1000);
        assertFound(
                "slab_caches",
                DATA + 0x900,
                "of the 3 nodes of the list on which names_cachep is the only one that lies in the kernel's image");
    }

    @Test
    void twoNodesInTheImageMayBothBeTheHead() {
        caches(DATA + 0x900, DATA + 0xa00, FAR + 0x1000);
        assertFound("slab_caches", 0, "of the list on which names_cachep is 2 nodes lie in the kernel's image");
    }

    @Test
    void aListThatCannotBeFollowedHasNoHead() {
        caches(DATA + 0x900, FAR, FAR + 0x1000);
        kernel.put(DATA + 0x900, FAR + 8, FAR);
        assertFound("slab_caches", 0, "the list on which names_cachep is cannot be followed");
    }

    /** A module with its list's neighbours, which claims to be at another address. */
    private void module(long address, long next, long before, long claimed) {
        kernel.memory().putLongs(address, 0, next, before, 0, 0, 0, 0, 0, 0, 0, 0, claimed);
    }

    @Test
    void theListOfModulesAmongAllThatAFunctionRefersTo() {
        kernel.put(DATA + 0x900, FAR + 8, FAR + 0x1008);
        module(FAR, FAR + 0x1008, DATA + 0x900, FAR);
        module(FAR + 0x1000, DATA + 0x900, FAR + 8, FAR + 0x1000);
        kernel.function("print_modules", DATA + 0x900, DATA + 0xa00, KernelWithoutNames.TEXT);
        assertFound(
                "modules",
                DATA + 0x900,
                "of the 2 addresses to which print_modules refers the only one with a list, whose 2 entries are modules,"
                        + " each of which says so of itself");
    }

    @Test
    void aListOfSomethingElseIsNoListOfModules() {
        kernel.put(DATA + 0x900, FAR + 8, FAR + 8);
        module(FAR, DATA + 0x900, DATA + 0x900, FAR + 1);
        kernel.function("print_modules", DATA + 0x900);
        assertFound("modules", 0, "none of the 1 addresses to which print_modules refers may be it");
    }

    @Test
    void twoEmptyListsMayBothBeTheListOfModules() {
        kernel.put(DATA + 0x900, DATA + 0x900, DATA + 0x900).put(DATA + 0xa00, DATA + 0xa00, DATA + 0xa00);
        kernel.function("print_modules", DATA + 0x900, DATA + 0xa00);
        assertFound("modules", 0, "2 of the 2 addresses to which print_modules refers may be it");
    }

    @Test
    void anEmptyListIsToldByTwoFunctions() {
        kernel.put(DATA + 0x900, DATA + 0x900, DATA + 0x900).put(DATA + 0xa00, DATA + 0xa00, DATA + 0xa00);
        kernel.function("print_modules", DATA + 0x900, DATA + 0xa00);
        kernel.function("module_kallsyms_on_each_symbol", DATA + 0x900);
        assertFound(
                "modules",
                DATA + 0x900,
                "of the 1 addresses to which print_modules and module_kallsyms_on_each_symbol refer the only one with an empty list");
    }

    @Test
    void aFunctionThatThisKernelLacksIsNamed() {
        assertFound("modules", 0, "the kernel has no function print_modules");
    }

    /** Two CPUs, whose idle tasks have these names; each CPU's data lie a page behind the other's. */
    private void runQueues(String first, String second) {
        long queues = DATA + 0x2000;
        kernel.export("__per_cpu_offset", DATA + 0x300)
                .export("__cpu_present_mask", DATA + 0x310)
                .export("nr_cpu_ids", DATA + 0x318)
                .put(DATA + 0x300, FAR - queues, FAR + 0x1000 - queues, 0b11, 2)
                .put(DATA + 0x400 + 16, first)
                .put(DATA + 0x500 + 16, second);
        kernel.memory().putLongs(FAR, 0, DATA + 0x400);
        kernel.memory().putLongs(FAR + 0x1000, 1, DATA + 0x500);
        kernel.function("idle_cpu", DATA + 0x300, queues, queues + 8);
    }

    @Test
    void runQueuesByTheIdleTasksOfAllProcessors() {
        runQueues("swapper/0", "swapper/1");
        assertFound(
                "runqueues",
                DATA + 0x2000,
                "of the 3 addresses to which idle_cpu refers the only one of which the copies of all 2 CPUs have the CPU's number and"
                        + " its idle task");
    }

    @Test
    void oneProcessorThatDoesNotAgreeIsEnough() {
        runQueues("swapper/0", "swapper/2");
        assertFound("runqueues", 0, "none of the 3 addresses to which idle_cpu refers may be it");
    }

    /** So many distances from themselves to functions, from an address in the data on. */
    private void distances(long start, int count) {
        for (int i = 0; i < count; i++) {
            long place = KernelWithoutNames.TEXT + i * 8L;
            kernel.data().putInt((int) (start - DATA) + i * 4, (int) (place - start - i * 4L));
        }
    }

    @Test
    void orcTablesByTheirFormAndTheUnwinder() {
        long start = DATA + 0x8004;
        long end = start + 12_000 * 4;
        distances(start, 12_000);
        kernel.function("unwind_next_frame", start, end);
        assertFound(
                "__start_orc_unwind_ip",
                start,
                "12000 distances to places in the code, in their order, and the unwinder refers to both ends");
        assertFound("__start_orc_unwind", end, "behind the places of 12000 rows that begin at __start_orc_unwind_ip");
        assertFound(
                "__stop_orc_unwind",
                end + 12_000 * 6,
                "behind the rows of 12000 rows that begin at __start_orc_unwind_ip");
    }

    @Test
    void distancesThatTheUnwinderDoesNotReferToAreNoOrcTable() {
        distances(DATA + 0x8004, 12_000);
        kernel.function("unwind_next_frame", DATA + 0x8004, DATA + 0x8008);
        assertFound(
                "__start_orc_unwind_ip",
                0,
                "no 10000 distances to places in the code, in their order, to whose ends the unwinder refers");
    }

    @Test
    void aSettingByItsTable() {
        long handler = kernel.function("overcommit_kbytes_handler");
        kernel.put(DATA + 0x900, "overcommit_kbytes")
                .put(DATA + 0xa00, DATA + 0x900, DATA + 0x1000, 8, handler)
                // Another size, and another function.
                .put(DATA + 0xa40, DATA + 0x900, DATA + 0x1008, 4, handler)
                .put(DATA + 0xa80, DATA + 0x900, DATA + 0x1010, 8, handler + 64);
        assertFound(
                "sysctl_overcommit_kbytes",
                DATA + 0x1000,
                "the table of settings has it as overcommit_kbytes, of 8 bytes, with overcommit_kbytes_handler");
    }

    @Test
    void aClockByTheFunctionThatReadsIt() {
        long read = kernel.function("jiffies_read");
        kernel.put(DATA + 0x900, "jiffies")
                .put(DATA + 0xa00, read, 0, DATA + 0x900)
                .put(DATA + 0xb00, read, 0, DATA + 0x901);
        assertFound(
                "clocksource_jiffies",
                DATA + 0xa00,
                "the only struct clocksource in the kernel's image that is named \"jiffies\" and whose read is jiffies_read");
    }

    @Test
    void theTimekeeperThatNobodyReads() {
        long read = kernel.function("clock_read");
        long shift = 24;
        kernel.put(DATA + 0x900, "counter").put(DATA + 0xa00, read, shift << 32 | 5, DATA + 0x900);
        for (long keeper : new long[] {DATA + 0xb08, DATA + 0xc00}) {
            kernel.put(keeper, DATA + 0xa00, shift << 32 | 7, DATA + 0xa00, shift << 32 | 7, 1_700_000_000L);
        }
        kernel.function("timekeeping_advance", DATA + 0xb00, DATA + 0xb08, DATA + 0xc00);
        kernel.function("ktime_get", DATA + 0xb00, DATA + 0xb08);
        assertFound(
                "shadow_timekeeper",
                DATA + 0xc00,
                "of the 1 addresses to which timekeeping_advance refers the only one with the times of a clock, \"counter\", that is one");
    }

    @Test
    void sizesOfHugePagesAndTheirNumber() {
        kernel.put(DATA + 0x900, 9)
                .put(DATA + 0x908, "hugepages-2048kB")
                .put(DATA + 0x928, 18)
                .put(DATA + 0x930, "hugepages-1048576kB")
                .put(DATA + 0xb00, "hugepages-%lukB")
                .put(DATA + 0xa00, 2, 3);
        kernel.function("size_to_hstate", DATA + 0x900, DATA + 0xa00, DATA + 0xa08);
        assertFound(
                "hstates",
                DATA + 0x900,
                "the only array in the kernel's image that has names of sizes of huge pages, 2, at the distance of a struct hstate");
        assertFound(
                "hugetlb_max_hstate",
                DATA + 0xa00,
                "of the 3 addresses to which size_to_hstate refers the only one with the number of sizes that hstates has");
    }

    @Test
    void aFoundVariableIsNamedWhereItsSizeIsKnown() {
        kernel.put(TASK + 8, DATA + 0x400);
        VariableSymbols symbols = search();
        Symbol symbol = symbols.at(DATA + 0x408);
        assertEquals("init_nsproxy", symbol == null ? "none" : symbol.name());
        assertEquals("none", symbols.at(DATA + 0x410) == null ? "none" : "some");
        assertEquals(
                "search of the kernel's data",
                symbols.byName("init_nsproxy").getFirst().source());
    }
}
