package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.image.VmcoreInfoSearch;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the dumped kernel is mapped: from VMCOREINFO in the headers; else from the control registers in QEMU's notes and
 * VMCOREINFO in memory; else from VMCOREINFO in memory alone; else from a vmlinux and the addresses in the ELF header.
 */
final class MappingSearch {
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
        KernelMapping fromCpus = fromControlRegisters();
        VmcoreInfo inMemory = fromCpus == null ? null : behindSymbol(fromCpus);
        if (inMemory == null) {
            inMemory = VmcoreInfoSearch.inPages(context.image(), this::describesThisMemory);
        }
        if (inMemory != null) {
            KernelMapping mapping = fromInfo(inMemory);
            if (mapping != null) {
                context.remark("The dump's headers have no VMCOREINFO; it was found in memory.");
                return mapping;
            }
        }
        if (fromCpus != null) {
            context.remark(
                    "The dump has no VMCOREINFO; the kernel was found by the control registers in QEMU's notes.");
            return fromCpus;
        }
        KernelMapping fromSymbols = fromSymbols();
        if (fromSymbols != null) {
            context.remark("The dump has no VMCOREINFO; the kernel was found by the vmlinux's addresses.");
            return fromSymbols;
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
                        + " the dump may be damaged"
                : name
                        + ": no way into the kernel's memory: neither VMCOREINFO nor CPU registers of QEMU are in the dump;"
                        + " take the dump with VMCOREINFO (QEMU: -device vmcoreinfo), or give the kernel's vmlinux";
    }

    // ---- VMCOREINFO

    private @Nullable KernelMapping fromInfo(VmcoreInfo info) {
        OptionalLong top = info.symbol("init_top_pgt");
        if (top.isEmpty()) {
            top = info.symbol("swapper_pg_dir");
        }
        if (top.isEmpty()) {
            top = info.symbol("init_level4_pgt");
        }
        if (top.isEmpty()) {
            return null;
        }
        long mask = info.number("sme_mask").orElse(0);
        boolean five = info.number("pgtable_l5_enabled").orElse(0) != 0;
        PagingMode told = five ? PagingMode.FIVE_LEVEL : PagingMode.FOUR_LEVEL;
        PagingMode other = five ? PagingMode.FOUR_LEVEL : PagingMode.FIVE_LEVEL;
        for (long base : physicalBases(info)) {
            for (PagingMode mode : new PagingMode[] {told, other}) {
                long root = KernelMapping.imagePhysical(top.getAsLong(), base);
                PageTables tables = new PageTables(physical, mode, root, mask);
                Verdict verdict = verdict(tables, top.getAsLong(), root);
                if (verdict == Verdict.UNREADABLE && mode == told && info == context.vmcoreInfo()) {
                    context.remark("The kernel's page tables are not in the dump; only the kernel's image and directly"
                            + " mapped memory can be read.");
                    return new KernelMapping(tables, base, context.bias(info), mask, info, false);
                }
                if (verdict == Verdict.RIGHT) {
                    return new KernelMapping(tables, base, context.bias(info), mask, info, true);
                }
            }
        }
        return null;
    }

    /** Returns what {@code phys_base} can be: as told; or, before 4.10, from an ELF segment of the image; or 0. */
    private List<Long> physicalBases(VmcoreInfo info) {
        OptionalLong told = info.number("phys_base");
        return told.isPresent() ? List.of(told.getAsLong()) : physicalBasesOfSegments();
    }

    private List<Long> physicalBasesOfSegments() {
        List<Long> bases = new ArrayList<>();
        for (DumpImage.Segment segment : context.image().segments()) {
            if (segment.virtual() < 0 && segment.virtual() >= AddressSpace.KERNEL_MAP) {
                bases.add(segment.physical() - (segment.virtual() - AddressSpace.KERNEL_MAP));
            }
        }
        bases.add(0L);
        return bases;
    }

    private enum Verdict {
        RIGHT,
        WRONG,
        UNREADABLE
    }

    /** Judges page tables by an address whose place in memory is known. */
    private static Verdict verdict(PageTables tables, long virtual, long expected) {
        try {
            return tables.physical(virtual) == expected ? Verdict.RIGHT : Verdict.WRONG;
        } catch (FaultException e) {
            return e.fault().kind() == Fault.Kind.NOT_MAPPED ? Verdict.WRONG : Verdict.UNREADABLE;
        }
    }

    /** Judges a VMCOREINFO found in memory. */
    private boolean describesThisMemory(VmcoreInfo info) {
        return info.get("PAGESIZE").orElse("").equals("4096")
                && VmcoreInfoSearch.describes(
                        info, physical, physicalBases(info).stream().mapToLong(base -> AddressSpace.KERNEL_MAP - base));
    }

    private @Nullable VmcoreInfo behindSymbol(KernelMapping mapping) {
        OptionalLong link = context.linkAddress("vmcoreinfo_data");
        if (link.isEmpty()) {
            return null;
        }
        try {
            long pointer = physical.u64(mapping.tables().physical(link.getAsLong() + mapping.bias()));
            VmcoreInfo info = VmcoreInfoSearch.at(physical, mapping.tables().physical(pointer));
            return info != null && describesThisMemory(info) ? info : null;
        } catch (FaultException e) {
            return null;
        }
    }

    // ---- QEMU's notes

    private @Nullable KernelMapping fromControlRegisters() {
        PageTables best = null;
        ImageInTables image = null;
        for (QemuCpuState cpu : QemuCpuState.in(context.image().notes())) {
            if (!cpu.paging()) {
                continue;
            }
            for (long root : cpu.roots()) {
                PageTables tables = new PageTables(physical, cpu.mode(), root, 0);
                ImageInTables found = ImageInTables.find(tables);
                if (found != null && (image == null || found.pages() > image.pages())) {
                    best = tables;
                    image = found;
                }
            }
        }
        if (best == null || image == null) {
            return null;
        }
        long linkedAt = context.linkAddress("_text").orElse(AddressSpace.LINKED_TEXT) & -(2L << 20);
        return new KernelMapping(best, image.physicalBase(), image.start() - linkedAt, 0, null, true);
    }

    // ---- a vmlinux alone

    private @Nullable KernelMapping fromSymbols() {
        for (String name : new String[] {"init_top_pgt", "swapper_pg_dir", "init_level4_pgt"}) {
            OptionalLong top = context.linkAddress(name);
            if (top.isEmpty()) {
                continue;
            }
            for (long base : physicalBasesOfSegments()) {
                for (PagingMode mode : PagingMode.values()) {
                    long root = KernelMapping.imagePhysical(top.getAsLong(), base);
                    PageTables tables = new PageTables(physical, mode, root, 0);
                    if (verdict(tables, top.getAsLong(), root) == Verdict.RIGHT) {
                        return new KernelMapping(tables, base, 0, 0, null, true);
                    }
                }
            }
        }
        return null;
    }
}
