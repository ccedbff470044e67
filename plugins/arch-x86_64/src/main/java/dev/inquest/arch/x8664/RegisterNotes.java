package dev.inquest.arch.x8664;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.LittleEndian;
import java.util.ArrayList;
import java.util.List;

/**
 * The CPUs' registers in a dump's notes: {@code struct elf_prstatus} (include/linux/elfcore.h; 64-bit layout).
 *
 * <pre>
 * elf_prstatus := … pr_pid:i32 at 32 … pr_reg at 112: user_regs_struct
 * user_regs_struct := r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss
 *                     fs_base gs_base ds es fs gs      (u64 each)
 * </pre>
 */
final class RegisterNotes {
    private static final int PID = 32;
    private static final int REGISTERS = 112;
    private static final int SMALLEST = REGISTERS + 27 * 8;

    private RegisterNotes() {}

    /**
     * Returns the registers by CPU. The number of a CPU is the index of its note: notes come in the order of CPUs, those of CPUs
     * that were off are not there. QEMU's notes number its CPUs where the kernel has pids, so those pids are left out.
     */
    static List<CpuRegisters> of(List<ElfNote> notes) {
        List<QemuCpuState> qemu = QemuCpuState.in(notes);
        List<CpuRegisters> found = new ArrayList<>();
        for (ElfNote note : notes) {
            LittleEndian bytes = new LittleEndian(note.description());
            if (note.type() == ElfNote.NT_PRSTATUS && note.name().equals("CORE") && bytes.size() >= SMALLEST) {
                int pid = qemu.isEmpty() ? bytes.i32(PID) : 0;
                found.add(new CpuRegisters(
                        found.size(), pid, X8664Registers.fromPtRegs(bytes, REGISTERS), "NT_PRSTATUS"));
            }
        }
        if (qemu.size() > found.size()) {
            found.clear();
            for (QemuCpuState state : qemu) {
                found.add(new CpuRegisters(found.size(), 0, state.registers(), "QEMU"));
            }
        }
        return found;
    }
}
