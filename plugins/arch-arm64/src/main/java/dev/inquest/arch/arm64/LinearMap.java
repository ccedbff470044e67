package dev.inquest.arch.arm64;

/**
 * The linear map of memory (Documentation/arch/arm64/memory.rst; arch/arm64/include/asm/memory.h). It fills the lower half of the
 * kernel's addresses since 14c127c957c1 (5.4), before it the upper.
 *
 * <pre>
 * virtual := physical - PHYS_OFFSET + PAGE_OFFSET
 * </pre>
 *
 * With KASLR PHYS_OFFSET lies below memory and may be negative; in a kernel for 52-bit addresses that runs with fewer it is moved
 * by the difference of the two PAGE_OFFSETs (arch/arm64/mm/init.c, {@code arm64_memblock_init}). Only the difference counts here.
 *
 * @param offset PAGE_OFFSET minus PHYS_OFFSET: virtual minus physical address
 * @param start its lowest possible address
 * @param end the first address behind its range; 0 where it goes up to the end of the address space
 */
record LinearMap(long offset, long start, long end) {

    /** Returns whether an address lies in the range and leads to physical memory below a bound. */
    boolean holds(long virtual, long endOfMemory) {
        return inRange(virtual) && Long.compareUnsigned(virtual - offset, endOfMemory) < 0;
    }

    /** Returns whether an address lies in the range. */
    boolean inRange(long virtual) {
        return Long.compareUnsigned(virtual, start) >= 0 && Long.compareUnsigned(virtual, end - 1) <= 0;
    }

    /** Returns the range since 5.4 for a number of address bits: the lower half. */
    static LinearMap lowerHalf(long offset, int compiledBits, int fewestBits) {
        return new LinearMap(offset, -1L << compiledBits, -1L << fewestBits - 1);
    }

    /** Returns the range before 5.4: the upper half. */
    static LinearMap upperHalf(long offset, int bits) {
        return new LinearMap(offset, -1L << bits - 1, 0);
    }
}
