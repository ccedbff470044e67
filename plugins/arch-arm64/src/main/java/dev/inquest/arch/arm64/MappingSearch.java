package dev.inquest.arch.arm64;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.image.VmcoreInfoSearch;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the dumped kernel is mapped: from VMCOREINFO in the headers; else from VMCOREINFO in memory; else from a vmlinux and
 * the kernel's banner in memory.
 *
 * <p>VMCOREINFO tells more with every release (arch/arm64/kernel/vmcore_info.c; crash_core.c before 6.9, machine_kexec.c before 4.20):
 * VA_BITS, kimage_voffset and PHYS_OFFSET from 20a166243328 (4.12), KERNELPACMASK from 5.8, TCR_EL1_T1SZ from bbdbc11804ff (5.11),
 * the bounds of vmalloc, modules and vmemmap from 2369f171d5c5 (6.0). What it does not tell is tried: the right format of page tables is the
 * one by which {@code swapper_pg_dir} leads to itself.
 */
final class MappingSearch {
    private static final int[] ADDRESS_BITS = {48, 39, 52, 47, 42, 36};

    private final Architecture.Context context;
    private final Memory physical;

    MappingSearch(Architecture.Context context) {
        this.context = context;
        this.physical = context.physical();
    }

    KernelMapping find() throws OpenException {
        VmcoreInfo info = context.vmcoreInfo();
        if (info != null) {
            KernelMapping mapping = fromInfo(info);
            if (mapping != null) {
                return mapping;
            }
            context.remark(
                    "VMCOREINFO in the dump's headers does not lead to the kernel's page tables; it was not used.");
        }
        VmcoreInfo inMemory = VmcoreInfoSearch.inPages(context.image(), this::describesThisMemory);
        if (inMemory != null) {
            KernelMapping mapping = fromInfo(inMemory);
            if (mapping != null) {
                context.remark("The dump's headers have no VMCOREINFO; it was found in memory.");
                return mapping;
            }
        }
        KernelMapping fromBanner = new BannerSearch(context).find();
        if (fromBanner != null) {
            context.remark(
                    "The dump has no VMCOREINFO; the kernel was found by its banner and the vmlinux's addresses.");
            return fromBanner;
        }
        throw new OpenException(reason(info));
    }

    private String reason(@Nullable VmcoreInfo info) {
        String name = context.image().names().isEmpty()
                ? "dump"
                : context.image().names().getFirst();
        return info != null
                ? name
                        + ": the page tables that VMCOREINFO names cannot be used, and no other VMCOREINFO was found in memory;"
                        + " give the kernel's vmlinux, if the dump is not damaged"
                : name + ": no way into the kernel's memory: VMCOREINFO is neither in the headers nor in memory;"
                        + " take the dump with VMCOREINFO (QEMU: -device vmcoreinfo), or give the kernel's vmlinux";
    }

    private @Nullable KernelMapping fromInfo(VmcoreInfo info) {
        OptionalLong top = info.symbol("swapper_pg_dir");
        if (top.isEmpty()) {
            return null;
        }
        int shift = pageShift(info);
        KernelMapping unreadable = null;
        for (long offset : imageOffsets(info)) {
            long root = top.getAsLong() - offset;
            for (int bits : formats(info)) {
                if (!TableFormat.possible(shift, bits)) {
                    continue;
                }
                PageTables tables = new PageTables(physical, TableFormat.of(shift, bits), root, true);
                Verdict verdict = verdict(tables, top.getAsLong(), root);
                if (verdict == Verdict.RIGHT) {
                    return mapping(info, tables, top.getAsLong(), true);
                }
                if (verdict == Verdict.UNREADABLE && unreadable == null) {
                    unreadable = mapping(info, tables, top.getAsLong(), false);
                }
            }
        }
        if (unreadable == null || info != context.vmcoreInfo()) {
            return null;
        }
        context.remark("The kernel's page tables are not in the dump; only the kernel's image and directly"
                + " mapped memory can be read.");
        return unreadable;
    }

    private KernelMapping mapping(VmcoreInfo info, PageTables tables, long inImage, boolean readable) {
        int actual = actualBits(info, tables.format().addressBits());
        LinearMap linear = linear(info, tables, actual, inImage, readable);
        return new KernelMapping(tables, actual, inImage - tables.root(), linear, context.bias(info), info, readable);
    }

    private static int pageShift(VmcoreInfo info) {
        long size = info.pageSize().orElse(4096);
        return Long.bitCount(size) == 1 ? Long.numberOfTrailingZeros(size) : 12;
    }

    private static OptionalLong told(VmcoreInfo info) {
        OptionalLong size = info.number("TCR_EL1_T1SZ");
        return size.isPresent() ? OptionalLong.of(64 - size.getAsLong()) : size;
    }

    /** Returns the numbers of address bits to try: what the CPU used, what the kernel was built for, then all others. */
    private static Set<Integer> formats(VmcoreInfo info) {
        Set<Integer> bits = new LinkedHashSet<>();
        told(info).ifPresent(number -> bits.add((int) number));
        info.number("VA_BITS").ifPresent(number -> bits.add((int) number));
        for (int other : ADDRESS_BITS) {
            bits.add(other);
        }
        return bits;
    }

    /** Returns what {@code kimage_voffset} can be: as told; or from an ELF segment, of which one has the kernel's image. */
    private List<Long> imageOffsets(VmcoreInfo info) {
        OptionalLong told = info.number("kimage_voffset");
        if (told.isPresent()) {
            return List.of(told.getAsLong());
        }
        List<Long> offsets = new ArrayList<>();
        for (DumpImage.Segment segment : context.image().segments()) {
            if (segment.virtual() < 0) {
                offsets.add(segment.virtual() - segment.physical());
            }
        }
        return offsets;
    }

    /**
     * Returns how many bits the CPU used. A kernel of 64K pages built for 52 bits has tables of 52 bits even where the CPU has fewer
     * (arch/arm64/include/asm/assembler.h, {@code offset_ttbr1}).
     */
    private static int actualBits(VmcoreInfo info, int bits) {
        OptionalLong told = told(info);
        return told.isPresent() && TableFormat.possible(12, (int) told.getAsLong()) ? (int) told.getAsLong() : bits;
    }

    /** Finds the linear map: by PHYS_OFFSET in each layout there was, as far as the tables agree; else by the tables alone. */
    private @Nullable LinearMap linear(VmcoreInfo info, PageTables tables, int actual, long inImage, boolean readable) {
        long root = tables.root();
        int built = (int) info.number("VA_BITS").orElse(actual);
        built = TableFormat.possible(12, built) ? built : actual;
        int fewest = fewestBits(built, tables.format().pageShift());
        LinearMap lower = LinearMap.lowerHalf(0, built, fewest);
        LinearMap upper = LinearMap.upperHalf(0, built);
        OptionalLong physOffset = info.number("PHYS_OFFSET");
        LinearMap byNumbers = null;
        if (physOffset.isPresent()) {
            long offset = -physOffset.getAsLong();
            LinearMap since54 = LinearMap.lowerHalf((-1L << built) + offset, built, fewest);
            LinearMap before54 = LinearMap.upperHalf((-1L << built - 1) + offset, built);
            LinearMap unmoved = LinearMap.lowerHalf((-1L << actual) + offset, actual, fewest);
            for (LinearMap map : List.of(since54, before54, unmoved)) {
                if (readable && verdict(tables, root + map.offset(), root) == Verdict.RIGHT) {
                    return map;
                }
            }
            // The linear map is in the half that the kernel's image is not in.
            byNumbers = upper.inRange(inImage) ? since54 : before54;
        }
        if (readable) {
            for (long virtual : TableWalk.addressesOf(tables, root)) {
                if (virtual != inImage && lower.inRange(virtual)) {
                    return LinearMap.lowerHalf(virtual - root, built, fewest);
                }
                if (virtual != inImage && upper.inRange(virtual)) {
                    return LinearMap.upperHalf(virtual - root, built);
                }
            }
            if (byNumbers != null) {
                context.remark(
                        "The page tables of the linear map of memory are not in the dump, or damaged; it is translated by"
                                + " PHYS_OFFSET of VMCOREINFO.");
            }
        }
        return byNumbers;
    }

    /** Returns {@code VA_BITS_MIN} (arch/arm64/include/asm/memory.h): where the linear map ends and modules begin. */
    static int fewestBits(int built, int pageShift) {
        return built <= 48 ? built : pageShift == 14 ? 47 : 48;
    }

    /** What page tables say of an address whose place in memory is known. */
    enum Verdict {
        RIGHT,
        WRONG,
        UNREADABLE
    }

    static Verdict verdict(PageTables tables, long virtual, long expected) {
        try {
            return tables.physical(virtual) == expected ? Verdict.RIGHT : Verdict.WRONG;
        } catch (FaultException e) {
            return e.fault().kind() == Fault.Kind.NOT_MAPPED ? Verdict.WRONG : Verdict.UNREADABLE;
        }
    }

    /** Judges a VMCOREINFO found in memory. */
    private boolean describesThisMemory(VmcoreInfo info) {
        return VmcoreInfoSearch.describes(
                info, physical, imageOffsets(info).stream().mapToLong(Long::longValue));
    }
}
