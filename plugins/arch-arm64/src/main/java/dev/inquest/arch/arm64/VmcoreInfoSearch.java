package dev.inquest.arch.arm64;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.VmcoreInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the page in which the kernel keeps VMCOREINFO from boot on ({@code vmcoreinfo_data}, kernel/vmcore_info.c;
 * kernel/crash_core.c before 6.9): a page of its own that begins with {@code OSRELEASE=}. The dump's page frames may be larger or
 * smaller than the kernel's pages.
 */
final class VmcoreInfoSearch {
    private static final String BEGINNING = "OSRELEASE=";
    private static final long FIRST_EIGHT = 0x53_41_45_4c_45_52_53_4fL;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long MOST_BYTES = 1L << 36;
    private static final long MOST_NANOSECONDS = 20_000_000_000L;
    private static final int STEP = 4096;

    private VmcoreInfoSearch() {}

    /**
     * Looks at every page of the dump, within bounds of number (64 GiB) and time.
     *
     * @param image the dump
     * @param accepts judges a page that looks right; memory can hold the page of an earlier kernel
     */
    static @Nullable VmcoreInfo inPages(DumpImage image, Predicate<VmcoreInfo> accepts) {
        long deadline = System.nanoTime() + MOST_NANOSECONDS;
        long end = firstPfn(image) + MOST_BYTES / image.pageSize();
        for (long pfn = firstPfn(image); pfn < Math.min(end, image.endPfn()); pfn++) {
            if (image.page(pfn) instanceof Page.Data data) {
                for (long at = 0; at + 8 <= data.bytes().byteSize(); at += STEP) {
                    VmcoreInfo info = parse(data.bytes(), at);
                    if (info != null && accepts.test(info)) {
                        return info;
                    }
                }
            }
            if ((pfn & 0xff) == 0 && System.nanoTime() - deadline > 0) {
                return null;
            }
        }
        return null;
    }

    /** Returns where memory begins: on arm64 seldom at 0. */
    static long firstPfn(DumpImage image) {
        long first = Long.MAX_VALUE;
        for (DumpImage.Segment segment : image.segments()) {
            first = Math.min(first, Long.divideUnsigned(segment.physical(), image.pageSize()));
        }
        return image.segments().isEmpty() ? 0 : Math.max(0, first);
    }

    /** Parses what begins at an offset of a page frame; null when it is no VMCOREINFO. */
    private static @Nullable VmcoreInfo parse(MemorySegment bytes, long at) {
        if (bytes.get(LONG, at) != FIRST_EIGHT) {
            return null;
        }
        long end = at;
        while (end < Math.min(bytes.byteSize(), at + STEP) && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        String text = new String(bytes.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        if (!text.startsWith(BEGINNING)) {
            return null;
        }
        VmcoreInfo info = VmcoreInfo.parse(text);
        return info.symbol("init_uts_ns").isPresent() ? info : null;
    }
}
