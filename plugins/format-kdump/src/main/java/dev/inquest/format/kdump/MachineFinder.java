package dev.inquest.format.kdump;

import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.VmcoreInfo;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code e_machine} (include/uapi/linux/elf-em.h), which a kdump does not have. makedumpfile copies the kernel's utsname;
 * QEMU knows no kernel and leaves utsname empty but for a machine of {@code Unknown}, or {@code x86_64} on every 64-bit machine
 * in old releases. Then the size of the CPUs' registers tells, or symbols that only one architecture has in VMCOREINFO.
 */
final class MachineFinder {
    private static final int EM_NONE = 0;
    private static final int EM_S390 = 22;
    private static final int EM_RISCV = 243;
    private static final int EM_LOONGARCH = 258;

    private MachineFinder() {}

    /** Returns {@code e_machine}, or 0 when nothing tells. */
    static int find(KdumpHeader header, Sections sections) {
        int named = byName(header.uts().machine());
        if (named != EM_NONE && header.namesKernel()) {
            return named;
        }
        for (ElfNote note : sections.notes()) {
            if (note.name().equals("CORE") && note.type() == ElfNote.NT_PRSTATUS) {
                int machine = byRegisters(note.description().byteSize(), header.order());
                if (machine != EM_NONE) {
                    return machine;
                }
            }
        }
        int known = byVmcoreInfo(sections.vmcoreInfo());
        return known == EM_NONE ? named : known;
    }

    private static int byName(String machine) {
        return switch (machine) {
            case "x86_64" -> Machine.EM_X86_64;
            case "aarch64", "aarch64_be" -> Machine.EM_AARCH64;
            case "ppc64", "ppc64le" -> Machine.EM_PPC64;
            case "s390x" -> EM_S390;
            case "riscv64" -> EM_RISCV;
            case "loongarch64" -> EM_LOONGARCH;
            default -> EM_NONE;
        };
    }

    /** By the size of {@code struct elf_prstatus}: 112 bytes, the machine's registers, 8 bytes. */
    private static int byRegisters(long size, ByteOrder order) {
        int registers = (int) Math.clamp((size - 120) / 8, 0, 1000);
        return switch (registers) {
            case 27 -> order.equals(ByteOrder.LITTLE_ENDIAN) ? Machine.EM_X86_64 : EM_S390;
            case 32 -> EM_RISCV;
            case 34 -> Machine.EM_AARCH64;
            case 45 -> EM_LOONGARCH;
            case 48 -> Machine.EM_PPC64;
            default -> EM_NONE;
        };
    }

    private static int byVmcoreInfo(@Nullable VmcoreInfo info) {
        if (info == null) {
            return EM_NONE;
        }
        if (info.get("NUMBER(kimage_voffset)").isPresent()) {
            return Machine.EM_AARCH64;
        }
        return info.get("NUMBER(phys_base)").isPresent()
                        && info.get("SYMBOL(init_top_pgt)").isPresent()
                ? Machine.EM_X86_64
                : EM_NONE;
    }
}
