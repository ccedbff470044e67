package dev.inquest.arch.ppc64le;

/**
 * Fixed addresses of the kernel's part (arch/powerpc/include/asm/page.h; book3s/64/radix.h, hash.h, hash-4k.h and hash-64k.h).
 */
final class AddressSpace {
    /** {@code PAGE_OFFSET}: physical memory is mapped from here, one to one; the kernel's image lies in it. */
    static final long LINEAR = 0xc000_0000_0000_0000L;
    /** {@code RADIX_KERN_VIRT_START}, and {@code H_KERN_VIRT_START} with 64 KiB pages: whatever tables map begins here. */
    static final long VIRTUAL = 0xc008_0000_0000_0000L;
    /** {@code H_KERN_VIRT_START} with 4 KiB pages (0034d395f89d, 5.2); it is 0xc0003d0000000000 in later kernels. */
    static final long VIRTUAL_HASH_4K = 0xc000_1000_0000_0000L;
    /** {@code KERN_VIRT_START} before 4.7 (it stayed there until 5.2): regions of the address space were told apart by its highest four bits. */
    static final long VIRTUAL_OLD = 0xd000_0000_0000_0000L;
    /** {@code KERN_VIRT_SIZE} before 4.7; vmalloc has the lower half, and devices the upper one. */
    static final long VIRTUAL_OLD_SIZE = 0x1000_0000_0000L;
    /** Where the last region of the kernel's part ends. */
    static final long VIRTUAL_END = 0xc010_0000_0000_0000L;

    private AddressSpace() {}
}
