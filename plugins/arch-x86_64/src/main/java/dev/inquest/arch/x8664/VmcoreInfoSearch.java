package dev.inquest.arch.x8664;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the page in which the kernel keeps VMCOREINFO from boot on ({@code vmcoreinfo_data}, kernel/vmcore_info.c;
 * kernel/crash_core.c before 6.9): a page of its own that begins with {@code OSRELEASE=}.
 */
final class VmcoreInfoSearch {
    private static final String BEGINNING = "OSRELEASE=";
    private static final long FIRST_EIGHT = 0x53_41_45_4c_45_52_53_4fL;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long MOST_PAGES = 1L << 24;
    private static final long MOST_NANOSECONDS = 20_000_000_000L;
    private static final int PAGE_SIZE = 4096;

    private VmcoreInfoSearch() {}

    /**
     * Looks at every page of the dump, within bounds of number (64 GiB) and time.
     *
     * @param image the dump
     * @param accepts judges a page that looks right; memory can hold the page of an earlier kernel
     */
    static @Nullable VmcoreInfo inPages(DumpImage image, Predicate<VmcoreInfo> accepts) {
        if (image.pageSize() != PAGE_SIZE) {
            return null;
        }
        long deadline = System.nanoTime() + MOST_NANOSECONDS;
        long end = Math.min(image.endPfn(), MOST_PAGES);
        for (long pfn = 0; pfn < end; pfn++) {
            if (image.page(pfn) instanceof Page.Data data && data.bytes().get(LONG, 0) == FIRST_EIGHT) {
                VmcoreInfo info = parse(data.bytes().toArray(ValueLayout.JAVA_BYTE));
                if (info != null && accepts.test(info)) {
                    return info;
                }
            }
            if ((pfn & 0xfff) == 0 && System.nanoTime() - deadline > 0) {
                return null;
            }
        }
        return null;
    }

    /** Reads the page at an address, or returns null when it cannot be read or is no VMCOREINFO. */
    static @Nullable VmcoreInfo at(Memory memory, long address) {
        byte[] page = new byte[PAGE_SIZE];
        return memory.tryRead(address, page, 0, PAGE_SIZE) == null ? parse(page) : null;
    }

    /** Parses a page; null when it is no VMCOREINFO of a kernel with 4 KiB pages. */
    static @Nullable VmcoreInfo parse(byte[] page) {
        if (MemorySegment.ofArray(page).get(LONG, 0) != FIRST_EIGHT) {
            return null;
        }
        int length = 0;
        while (length < page.length && page[length] != 0) {
            length++;
        }
        String text = new String(page, 0, length, StandardCharsets.UTF_8);
        if (!text.startsWith(BEGINNING)) {
            return null;
        }
        VmcoreInfo info = VmcoreInfo.parse(text);
        boolean complete = info.symbol("init_uts_ns").isPresent()
                && info.get("PAGESIZE").orElse("").equals("4096");
        return complete ? info : null;
    }
}
