package dev.inquest.arch.x8664;

/** Fixed addresses of the kernel's half (Documentation/arch/x86/x86_64/mm.rst; arch/x86/include/asm/page_64_types.h). */
final class AddressSpace {
    /** {@code __START_KERNEL_map}: the kernel's image is mapped from here. */
    static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;
    /** Where the image begins in the range, when it was linked with the usual {@code CONFIG_PHYSICAL_START}. */
    static final long LINKED_TEXT = 0xffff_ffff_8100_0000L;
    /** {@code MODULES_END}. */
    static final long MODULES_END = 0xffff_ffff_ff00_0000L;
    /** {@code KERNEL_IMAGE_SIZE} without KASLR. */
    static final long IMAGE_SIZE = 512L << 20;
    /** {@code KERNEL_IMAGE_SIZE} with KASLR. */
    static final long IMAGE_SIZE_KASLR = 1L << 30;
    /** {@code CPU_ENTRY_AREA_RO_IDT}: entry stacks, exception stacks and descriptor tables of the CPUs. */
    static final long CPU_ENTRY_AREA = 0xffff_fe00_0000_0000L;
    /** Where the fix-mapped addresses end, {@code vsyscall} included. */
    static final long FIXMAP_END = 0xffff_ffff_ffff_f000L;

    private AddressSpace() {}

    /** Returns where the direct map begins without randomisation ({@code __PAGE_OFFSET_BASE_L4} and {@code L5}). */
    static long directMap(PagingMode mode) {
        return mode == PagingMode.FIVE_LEVEL ? 0xff11_0000_0000_0000L : 0xffff_8880_0000_0000L;
    }

    /** Returns where vmalloc begins without randomisation ({@code __VMALLOC_BASE_L4} and {@code L5}). */
    static long vmalloc(PagingMode mode) {
        return mode == PagingMode.FIVE_LEVEL ? 0xffa0_0000_0000_0000L : 0xffff_c900_0000_0000L;
    }

    /** Returns the size of the vmalloc range in bytes ({@code VMALLOC_SIZE_TB_L4} and {@code L5}). */
    static long vmallocSize(PagingMode mode) {
        return (mode == PagingMode.FIVE_LEVEL ? 12_800L : 32L) << 40;
    }

    /** Returns where the array of page structures begins without randomisation ({@code __VMEMMAP_BASE_L4} and {@code L5}). */
    static long vmemmap(PagingMode mode) {
        return mode == PagingMode.FIVE_LEVEL ? 0xffd4_0000_0000_0000L : 0xffff_ea00_0000_0000L;
    }
}
