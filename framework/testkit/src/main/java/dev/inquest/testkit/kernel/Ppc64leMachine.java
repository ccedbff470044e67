package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.kernel.StackWriter.Place;
import java.nio.ByteOrder;
import java.util.List;

/**
 * ppc64le in radix mode with pages of 64 KiB (arch/powerpc/include/asm/book3s/64/radix.h, radix-64k.h). The kernel's image lies in the
 * linear map. The kernel is little-endian, its page tables are big-endian.
 */
final class Ppc64leMachine implements Machine {
    private static final long LINEAR = 0xc000000000000000L;
    private static final long IMAGE_PHYSICAL = 16L << 20;

    @Override
    public String name() {
        return "ppc64le";
    }

    @Override
    public int elfMachine() {
        return 21;
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public int pageSize() {
        return 65536;
    }

    @Override
    public long directMap() {
        return LINEAR;
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
    public void pageTables(PhysicalImage memory, long root, long pool, List<Mapping> mappings) {
        RadixPageTables tables = new RadixPageTables(memory, root, pool);
        for (Mapping mapping : mappings) {
            tables.map(mapping);
        }
    }

    @Override
    public String pageTableSymbol() {
        return "swapper_pg_dir";
    }

    @Override
    public String types() {
        return "struct thread_struct { unsigned long ksp; };\n";
    }

    @Override
    public String savedStackPointer() {
        return "thread.ksp";
    }

    @Override
    public List<Place> usual(Usual kind) {
        return switch (kind) {
            case IDLE ->
                List.of(
                        new Place("shared_cede_loop", 0x88),
                        new Place("do_idle", 0x280),
                        new Place("cpu_startup_entry", 0x40),
                        new Place("start_secondary_prolog", 0x10));
            case THREAD ->
                List.of(
                        new Place("__switch_to", 0x1d8),
                        new Place("__schedule", 0x370),
                        new Place("schedule", 0x74),
                        new Place("kthreadd", 0x2a8),
                        new Place("ret_from_kernel_thread", 0x5c));
            case PROCESS ->
                List.of(
                        new Place("__switch_to", 0x1d8),
                        new Place("__schedule", 0x370),
                        new Place("schedule", 0x74),
                        new Place("system_call_exception", 0x130),
                        new Place("system_call_vectored_common", 0xf0));
        };
    }

    @Override
    public boolean x86Variables() {
        return false;
    }

    @Override
    public void vmcoreInfo(StringBuilder text, long imageBase, long imageVirtual) {
        text.append("KERNELOFFSET=")
                .append(Long.toHexString(imageVirtual - imageBase))
                .append('\n');
    }

    @Override
    public StackWriter stacks(Scene scene) {
        return new Ppc64leStacks(scene);
    }
}
