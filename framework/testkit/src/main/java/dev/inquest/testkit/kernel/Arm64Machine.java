package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.kernel.StackWriter.Place;
import java.nio.ByteOrder;
import java.util.List;

/**
 * arm64 with pages of 4 or 64 KiB (Documentation/arch/arm64/memory.rst, since 5.4): addresses of 39, 48 or 52 bits (LPA2) by 3, 4 or 5 levels of page
 * tables, memory from physical address 0, and pointer authentication.
 */
final class Arm64Machine implements Machine {
    private static final long IMAGE_PHYSICAL = 16L << 20;

    private final int page;
    private final int addressBits;

    /**
     * Makes a machine.
     *
     * @param page size of a page in bytes, 4096 or 65536
     * @param addressBits how many bits of an address are translated
     */
    Arm64Machine(int page, int addressBits) {
        List<Integer> possible = page == 4096 ? List.of(39, 48, 52) : page == 65536 ? List.of(42, 48, 52) : List.of();
        if (!possible.contains(addressBits)) {
            throw new IllegalArgumentException(
                    "aarch64 has no addresses of " + addressBits + " bits with pages of " + page + " bytes here");
        }
        this.page = page;
        this.addressBits = addressBits;
    }

    /** Makes a machine with pages of 4 KiB. */
    static Arm64Machine withLevels(int levels) {
        if (levels < 3 || levels > 5) {
            throw new IllegalArgumentException("aarch64 has page tables of 3 to 5 levels here");
        }
        return new Arm64Machine(4096, levels == 3 ? 39 : levels == 4 ? 48 : 52);
    }

    /** Returns how many bits of an address are translated. */
    int addressBits() {
        return addressBits;
    }

    @Override
    public String name() {
        return "aarch64";
    }

    @Override
    public int elfMachine() {
        return 183;
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public int pageSize() {
        return page;
    }

    @Override
    public long directMap() {
        return -1L << addressBits();
    }

    @Override
    public long imagePhysical() {
        return IMAGE_PHYSICAL;
    }

    @Override
    public int stackSize() {
        // THREAD_SHIFT is PAGE_SHIFT where that is more (arch/arm64/include/asm/memory.h, with VMAP_STACK).
        return Math.max(16384, page);
    }

    @Override
    public void pageTables(PhysicalImage memory, long root, long pool, List<Mapping> mappings) {
        Arm64PageTables tables = new Arm64PageTables(memory, page, addressBits, root, pool);
        for (Mapping mapping : mappings) {
            tables.map(mapping);
        }
    }

    @Override
    public String pageTableSymbol() {
        return "swapper_pg_dir";
    }

    /** As in 6.1 (arch/arm64/include/asm/processor.h, ptrace.h), {@code pt_regs} without its unions. */
    @Override
    public String types() {
        return """
                struct cpu_context { unsigned long x[10]; unsigned long fp; unsigned long sp; unsigned long pc; };
                struct thread_struct { struct cpu_context cpu_context; };
                struct pt_regs {
                  u64 regs[31];
                  u64 sp;
                  u64 pc;
                  u64 pstate;
                  u64 orig_x0;
                  int syscallno;
                  u32 unused2;
                  u64 sdei_ttbr1;
                  u64 pmr_save;
                  u64 stackframe[2];
                  u64 lockdep_hardirqs;
                  u64 exit_rcu;
                };
                """;
    }

    @Override
    public String savedStackPointer() {
        return "thread.cpu_context.sp";
    }

    @Override
    public List<Place> usual(Usual kind) {
        return switch (kind) {
            case IDLE ->
                List.of(
                        new Place("cpu_do_idle", 0x24),
                        new Place("do_idle", 0x20c),
                        new Place("cpu_startup_entry", 0x28),
                        new Place("__secondary_switched", 0xa0));
            case THREAD ->
                List.of(
                        new Place("__switch_to", 0xf0),
                        new Place("__schedule", 0x350),
                        new Place("kthreadd", 0x17c),
                        new Place("ret_from_fork", 0x10));
            case PROCESS ->
                List.of(
                        new Place("__switch_to", 0xf0),
                        new Place("__schedule", 0x350),
                        new Place("invoke_syscall", 0x68),
                        new Place("el0t_64_sync", 0x18c));
        };
    }

    @Override
    public boolean x86Variables() {
        return false;
    }

    @Override
    public void vmcoreInfo(StringBuilder text, long imageBase, long imageVirtual) {
        text.append("NUMBER(VA_BITS)=")
                .append(addressBits())
                .append("\nNUMBER(kimage_voffset)=0x")
                .append(Long.toHexString(imageVirtual - IMAGE_PHYSICAL))
                .append("\nNUMBER(PHYS_OFFSET)=0x0\nNUMBER(TCR_EL1_T1SZ)=0x")
                .append(Long.toHexString(64 - addressBits()))
                .append("\nKERNELOFFSET=")
                .append(Long.toHexString(imageVirtual - imageBase))
                .append("\nNUMBER(KERNELPACMASK)=0x")
                .append(Long.toHexString(Arm64Stacks.SIGNATURE_BITS))
                .append('\n');
    }

    @Override
    public StackWriter stacks(Scene scene) {
        return new Arm64Stacks(scene);
    }
}
