package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.kernel.StackWriter.Place;
import java.nio.ByteOrder;
import java.util.List;

/** x86_64 (Documentation/arch/x86/x86_64/mm.rst), with 4 or 5 levels of page tables and without randomised regions. */
final class X8664Machine implements Machine {
    private static final long KERNEL_MAP = 0xffffffff80000000L;
    private static final long IMAGE_PHYSICAL = 16L << 20;

    private final int levels;

    X8664Machine(int levels) {
        if (levels != 4 && levels != 5) {
            throw new IllegalArgumentException("x86_64 has page tables of 4 or 5 levels");
        }
        this.levels = levels;
    }

    @Override
    public String name() {
        return "x86_64";
    }

    @Override
    public int elfMachine() {
        return 62;
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public int pageSize() {
        return 4096;
    }

    @Override
    public long directMap() {
        return levels == 5 ? 0xff11000000000000L : 0xffff888000000000L;
    }

    @Override
    public long imagePhysical() {
        return IMAGE_PHYSICAL;
    }

    @Override
    public int stackSize() {
        return 16384;
    }

    @Override
    public String pageTableSymbol() {
        return "init_top_pgt";
    }

    @Override
    public String types() {
        return """
                struct thread_struct { unsigned long sp; };
                struct inactive_task_frame {
                  unsigned long r15;
                  unsigned long r14;
                  unsigned long r13;
                  unsigned long r12;
                  unsigned long bx;
                  unsigned long bp;
                  unsigned long ret_addr;
                };
                """;
    }

    @Override
    public String savedStackPointer() {
        return "thread.sp";
    }

    @Override
    public List<Place> usual(Usual kind) {
        return switch (kind) {
            case IDLE ->
                List.of(
                        new Place("default_idle", 0xb),
                        new Place("do_idle", 0x20b),
                        new Place("cpu_startup_entry", 0x2a),
                        new Place("secondary_startup_64_no_verify", 0xe0));
            case THREAD ->
                List.of(
                        new Place("__schedule", 0x351),
                        new Place("schedule", 0x5e),
                        new Place("kthreadd", 0x2c0),
                        new Place("ret_from_fork", 0x22));
            case PROCESS ->
                List.of(
                        new Place("__schedule", 0x351),
                        new Place("schedule", 0x5e),
                        new Place("do_syscall_64", 0x5b),
                        new Place("entry_SYSCALL_64", 0xa6));
        };
    }

    @Override
    public boolean x86Variables() {
        return true;
    }

    @Override
    public void pageTables(PhysicalImage memory, long root, long pool, List<Mapping> mappings) {
        X8664PageTables tables = new X8664PageTables(memory, levels, root, pool);
        for (Mapping mapping : mappings) {
            tables.map(mapping);
        }
    }

    @Override
    public void vmcoreInfo(StringBuilder text, long imageBase, long imageVirtual) {
        text.append("NUMBER(phys_base)=")
                .append(IMAGE_PHYSICAL - (imageVirtual - KERNEL_MAP))
                .append("\nNUMBER(pgtable_l5_enabled)=")
                .append(levels == 5 ? 1 : 0)
                .append("\nKERNELOFFSET=")
                .append(Long.toHexString(imageVirtual - imageBase))
                .append("\nNUMBER(KERNEL_IMAGE_SIZE)=1073741824\nNUMBER(sme_mask)=0\n");
    }

    @Override
    public StackWriter stacks(Scene scene) {
        return new X8664Stacks(scene);
    }
}
