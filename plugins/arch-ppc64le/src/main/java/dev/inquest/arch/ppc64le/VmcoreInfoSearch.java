package dev.inquest.arch.ppc64le;

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
 * kernel/crash_core.c before 6.9): a page of its own that begins with {@code OSRELEASE=}. QEMU's dumps have no other.
 */
final class VmcoreInfoSearch {
    private static final String BEGINNING = "OSRELEASE=";
    private static final long FIRST_EIGHT = 0x53_41_45_4c_45_52_53_4fL;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long MOST_BYTES = 64L << 30;
    private static final long MOST_NANOSECONDS = 20_000_000_000L;
    private static final int STEP = 4096;

    private VmcoreInfoSearch() {}

    /**
     * Looks at the beginning of every 4096 bytes of the dump, within bounds of size (64 GiB) and time.
     *
     * @param image the dump
     * @param accepts judges a page that looks right; memory can hold the page of an earlier kernel
     */
    static @Nullable VmcoreInfo inPages(DumpImage image, Predicate<VmcoreInfo> accepts) {
        long deadline = System.nanoTime() + MOST_NANOSECONDS;
        long end = Math.min(image.endPfn(), MOST_BYTES / image.pageSize());
        for (long pfn = 0; pfn < end; pfn++) {
            if (image.page(pfn) instanceof Page.Data data) {
                VmcoreInfo found = inPage(data.bytes(), accepts);
                if (found != null) {
                    return found;
                }
            }
            if ((pfn & 0xff) == 0 && System.nanoTime() - deadline > 0) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable VmcoreInfo inPage(MemorySegment bytes, Predicate<VmcoreInfo> accepts) {
        for (long at = 0; at < bytes.byteSize(); at += STEP) {
            if (bytes.get(LONG, at) == FIRST_EIGHT) {
                VmcoreInfo info = parse(bytes.asSlice(at, STEP).toArray(ValueLayout.JAVA_BYTE));
                if (info != null && accepts.test(info)) {
                    return info;
                }
            }
        }
        return null;
    }

    /** Parses the beginning of a page; null when it is no VMCOREINFO. */
    static @Nullable VmcoreInfo parse(byte[] page) {
        int length = 0;
        while (length < page.length && page[length] != 0) {
            length++;
        }
        String text = new String(page, 0, length, StandardCharsets.UTF_8);
        if (!text.startsWith(BEGINNING)) {
            return null;
        }
        VmcoreInfo info = VmcoreInfo.parse(text);
        return info.symbol("init_uts_ns").isPresent()
                        && info.symbol("swapper_pg_dir").isPresent()
                        && info.get("PAGESIZE").isPresent()
                ? info
                : null;
    }
}
