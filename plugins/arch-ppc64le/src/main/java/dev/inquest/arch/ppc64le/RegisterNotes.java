package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.image.ElfNote;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The CPUs' registers in a dump's notes: {@code struct elf_prstatus} (include/linux/elfcore.h; 64-bit layout), as the kernel and
 * QEMU (target/ppc/arch_dump.c) write it.
 *
 * <pre>
 * elf_prstatus := … pr_pid:i32 at 32 … pr_reg at 112: elf_gregset_t
 * elf_gregset_t := user_pt_regs, padded to 48 numbers of 64 bits
 * </pre>
 */
final class RegisterNotes {
    private static final int PID = 32;
    private static final int REGISTERS = 112;
    private static final int SMALLEST = REGISTERS + Ppc64leRegisters.COUNT * 8;

    private RegisterNotes() {}

    /**
     * Returns the registers by CPU. The number of a CPU is the index of its note: notes come in the order of CPUs, those of CPUs
     * that were off are not there. QEMU leaves the pid 0 or puts the CPU's number there.
     *
     * @param notes the dump's notes
     * @param order byte order of the dump's headers
     */
    static List<CpuRegisters> of(List<ElfNote> notes, ByteOrder order) {
        List<CpuRegisters> found = new ArrayList<>();
        for (ElfNote note : notes) {
            Numbers bytes = new Numbers(note.description(), order);
            if (note.type() == ElfNote.NT_PRSTATUS && note.name().equals("CORE") && bytes.size() >= SMALLEST) {
                found.add(new CpuRegisters(
                        found.size(), bytes.i32(PID), Ppc64leRegisters.fromPtRegs(bytes, REGISTERS), "NT_PRSTATUS"));
            }
        }
        return found;
    }
}
