package dev.inquest.arch.arm64;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.LittleEndian;
import java.util.ArrayList;
import java.util.List;

/**
 * The CPUs' registers in a dump's notes: {@code struct elf_prstatus} (include/linux/elfcore.h; 64-bit layout), which QEMU writes too
 * (QEMU target/arm/arch_dump.c, {@code aarch64_note}).
 *
 * <pre>
 * elf_prstatus := … pr_pid:i32 at 32 … pr_reg at 112: x0 … x30 sp pc pstate (u64 each) pr_fpvalid:i32 at 384
 * </pre>
 */
final class RegisterNotes {
    private static final int PID = 32;
    private static final int REGISTERS = 112;
    private static final int SMALLEST = REGISTERS + Arm64Registers.USER_PT_REGS_SIZE;
    /** Floating-point registers: QEMU writes them, the kernel does not. */
    private static final int NT_PRFPREG = 2;

    private RegisterNotes() {}

    /**
     * Returns the registers by CPU. The number of a CPU is the index of its note: notes come in the order of CPUs, those of CPUs
     * that were off are not there. QEMU's notes number its CPUs where the kernel has pids, so those pids are left out.
     */
    static List<CpuRegisters> of(List<ElfNote> notes) {
        boolean qemu = false;
        for (ElfNote note : notes) {
            qemu |= note.type() == NT_PRFPREG && note.name().equals("CORE");
        }
        List<CpuRegisters> found = new ArrayList<>();
        for (ElfNote note : notes) {
            LittleEndian bytes = new LittleEndian(note.description());
            if (note.type() == ElfNote.NT_PRSTATUS && note.name().equals("CORE") && bytes.size() >= SMALLEST) {
                found.add(new CpuRegisters(
                        found.size(),
                        qemu ? 0 : bytes.i32(PID),
                        Arm64Registers.fromPtRegs(bytes, REGISTERS),
                        qemu ? "QEMU" : "NT_PRSTATUS"));
            }
        }
        return found;
    }
}
