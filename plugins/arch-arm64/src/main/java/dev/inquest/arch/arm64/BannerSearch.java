package dev.inquest.arch.arm64;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the kernel without VMCOREINFO, by a vmlinux: {@code linux_banner} ({@code "Linux version …"}) lies at a known place of a page,
 * and tells where the image is in memory; {@code swapper_pg_dir} tells the rest, for it maps itself twice: in the image and in the
 * linear map.
 */
final class BannerSearch {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** {@code "Linux ve"}, little-endian. */
    private static final long BEGINNING = 0x65_76_20_78_75_6e_69_4cL;

    private static final long MOST_BYTES = 1L << 36;
    private static final long MOST_NANOSECONDS = 20_000_000_000L;
    private static final int STEP = 4096;
    private static final int[] SHIFTS = {12, 14, 16};
    private static final int[] ADDRESS_BITS = {52, 48, 47, 42, 39, 36};

    private final Architecture.Context context;

    BannerSearch(Architecture.Context context) {
        this.context = context;
    }

    /** Looks for the kernel; null when no vmlinux was given, or its kernel is not in memory. */
    @Nullable
    KernelMapping find() {
        OptionalLong banner = context.linkAddress("linux_banner");
        OptionalLong top = context.linkAddress("swapper_pg_dir");
        if (banner.isEmpty() || top.isEmpty()) {
            return null;
        }
        DumpImage image = context.image();
        long deadline = System.nanoTime() + MOST_NANOSECONDS;
        long first = image.firstPfn();
        long end = Math.min(image.endPfn(), first + MOST_BYTES / image.pageSize());
        for (long pfn = first; pfn < end && System.nanoTime() - deadline < 0; pfn++) {
            if (image.page(pfn) instanceof Page.Data data) {
                for (long at = banner.getAsLong() & STEP - 1;
                        at + 8 <= data.bytes().byteSize();
                        at += STEP) {
                    if (data.bytes().get(LONG, at) == BEGINNING) {
                        long delta = pfn * image.pageSize() + at - banner.getAsLong();
                        KernelMapping mapping = at(top.getAsLong(), top.getAsLong() + delta);
                        if (mapping != null) {
                            return mapping;
                        }
                    }
                }
            }
        }
        return null;
    }

    /** Judges whether the kernel's tables lie at an address. */
    private @Nullable KernelMapping at(long link, long root) {
        for (int shift : SHIFTS) {
            for (int bits : ADDRESS_BITS) {
                if (!TableFormat.possible(shift, bits) || (root & (1L << shift) - 1) != 0) {
                    continue;
                }
                PageTables tables = new PageTables(context.physical(), TableFormat.of(shift, bits), root, true);
                int fewest = MappingSearch.fewestBits(bits, shift);
                boolean lower = Long.compareUnsigned(link, -1L << fewest - 1) >= 0;
                LinearMap linear = lower ? LinearMap.lowerHalf(0, bits, fewest) : LinearMap.upperHalf(0, bits);
                OptionalLong inImage = OptionalLong.empty();
                OptionalLong inLinear = OptionalLong.empty();
                for (long virtual : TableWalk.addressesOf(tables, root)) {
                    if (linear.inRange(virtual)) {
                        inLinear = OptionalLong.of(virtual);
                    } else {
                        inImage = OptionalLong.of(virtual);
                    }
                }
                if (inImage.isPresent() && inLinear.isPresent()) {
                    return new KernelMapping(
                            tables,
                            bits,
                            inImage.getAsLong() - root,
                            new LinearMap(inLinear.getAsLong() - root, linear.start(), linear.end()),
                            inImage.getAsLong() - link,
                            null,
                            true);
                }
            }
        }
        return null;
    }
}
