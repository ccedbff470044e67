package dev.inquest.api.image;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for VMCOREINFO in memory, for dumps whose headers have none, as QEMU's. The kernel keeps the text from boot on in a page of its own
 * ({@code vmcoreinfo_data}, kernel/vmcore_info.c; kernel/crash_core.c before 6.9), which begins with {@code OSRELEASE=}. The dump's page
 * frames may be larger or smaller than the kernel's pages, therefore all multiples of 4096 bytes are looked at.
 */
public final class VmcoreInfoSearch {
    private static final String BEGINNING = "OSRELEASE=";
    private static final long FIRST_EIGHT = 0x53_41_45_4c_45_52_53_4fL;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long MOST_BYTES = 64L << 30;
    private static final long MOST_NANOSECONDS = 20_000_000_000L;
    private static final int STEP = 4096;
    /** __NEW_UTS_LEN and a zero (include/uapi/linux/utsname.h): the length of each text of {@code struct new_utsname}. */
    private static final int UTS_TEXT = 65;

    private VmcoreInfoSearch() {}

    /**
     * Looks at the dump's memory, within bounds of size (64 GiB) and time.
     *
     * @param image the dump
     * @param accepts judges what looks right; memory can hold the page of an earlier kernel
     * @return the first that was accepted, or null
     */
    public static @Nullable VmcoreInfo inPages(DumpImage image, Predicate<VmcoreInfo> accepts) {
        long deadline = System.nanoTime() + MOST_NANOSECONDS;
        long first = image.firstPfn();
        long end = Math.min(first + MOST_BYTES / image.pageSize(), image.endPfn());
        for (long pfn = first; pfn < end; pfn++) {
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
        for (long at = 0; at + Long.BYTES <= bytes.byteSize(); at += STEP) {
            if (bytes.get(LONG, at) == FIRST_EIGHT) {
                long length = Math.min(STEP, bytes.byteSize() - at);
                VmcoreInfo info = parse(bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE));
                if (info != null && accepts.test(info)) {
                    return info;
                }
            }
        }
        return null;
    }

    /** Reads the page at a physical address; null when it cannot be read or is no VMCOREINFO. */
    public static @Nullable VmcoreInfo at(Memory physical, long address) {
        byte[] page = new byte[STEP];
        return physical.tryRead(address, page, 0, STEP) == null ? parse(page) : null;
    }

    private static @Nullable VmcoreInfo parse(byte[] page) {
        int length = 0;
        while (length < page.length && page[length] != 0) {
            length++;
        }
        String text = new String(page, 0, length, StandardCharsets.UTF_8);
        if (!text.startsWith(BEGINNING)) {
            return null;
        }
        VmcoreInfo info = VmcoreInfo.parse(text);
        return info.symbol("init_uts_ns").isPresent() ? info : null;
    }

    /**
     * Returns whether {@code init_uts_ns} is where VMCOREINFO says, and names the same release.
     *
     * @param physical physical memory
     * @param offsets what lies between an address of the kernel's image and its physical address; each is tried
     */
    public static boolean describes(VmcoreInfo info, Memory physical, LongStream offsets) {
        OptionalLong uts = info.symbol("init_uts_ns");
        String release = info.get("OSRELEASE").orElse("");
        if (uts.isEmpty() || release.isEmpty()) {
            return false;
        }
        // The release is the third text: sysname, nodename, release.
        long address = uts.getAsLong() + info.offset("uts_namespace.name").orElse(0) + 2 * UTS_TEXT;
        return offsets.anyMatch(offset -> holds(physical, address - offset, release));
    }

    private static boolean holds(Memory physical, long address, String text) {
        try {
            return physical.cString(address, UTS_TEXT).equals(text);
        } catch (FaultException e) {
            return false;
        }
    }
}
