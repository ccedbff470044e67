package dev.inquest.arch.ppc64le;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Tells the kernel's byte order by its code. QEMU writes the headers and notes of a ppc64 dump big-endian (target/ppc/arch_dump.c) though
 * memory is what the guest wrote; so where headers are big-endian, the exception vectors at the beginning of memory are looked
 * at: they are full of {@code nop} and of moves from and to special registers.
 */
final class CodeOrder {
    private static final ValueLayout.OfInt BIG = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int NOP = 0x6000_0000;
    private static final long VECTORS_END = 0x4000;

    private CodeOrder() {}

    /** Returns the order of the kernel in a dump; that of the headers when the vectors are not in the dump. */
    static ByteOrder of(DumpImage image) {
        ByteOrder headers = image.machine().order();
        if (headers == ByteOrder.LITTLE_ENDIAN) {
            return headers;
        }
        int little = 0;
        int big = 0;
        for (long pfn = 0; pfn * image.pageSize() < VECTORS_END; pfn++) {
            if (image.page(pfn) instanceof Page.Data data) {
                MemorySegment bytes = data.bytes();
                for (long at = 0; at + 4 <= bytes.byteSize() && pfn * image.pageSize() + at < VECTORS_END; at += 4) {
                    int word = bytes.get(BIG, at);
                    big += common(word) ? 1 : 0;
                    little += common(Integer.reverseBytes(word)) ? 1 : 0;
                }
            }
        }
        return little > big ? ByteOrder.LITTLE_ENDIAN : headers;
    }

    /** Returns whether a word is {@code nop}, {@code mtspr} or {@code mfspr}. */
    private static boolean common(int word) {
        int extended = word >>> 1 & 0x3ff;
        return word == NOP || word >>> 26 == 31 && (extended == 467 || extended == 339);
    }
}
