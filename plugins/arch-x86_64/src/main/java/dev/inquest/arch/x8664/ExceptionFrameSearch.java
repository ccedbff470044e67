package dev.inquest.arch.x8664;

import dev.inquest.api.arch.ArchSession.SavedRegisters;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches a stack for {@code struct pt_regs} (arch/x86/include/asm/ptrace.h): the segment selectors are those of the kernel (0x10, 0x18) or
 * of user mode (0x33, 0x2b; arch/x86/include/asm/segment.h), and rip fits them.
 */
final class ExceptionFrameSearch {
    private ExceptionFrameSearch() {}

    static List<SavedRegisters> of(Kernel kernel, long low, long high) {
        List<SavedRegisters> found = new ArrayList<>();
        LittleEndian words = LittleEndian.of(kernel.memory().bytes(low, (int) (high - low)));
        for (long at = 0; at + X8664Registers.PT_REGS_SIZE <= high - low; at += 8) {
            long pc = words.u64(at + X8664Registers.PT_REGS_IP);
            long code = words.u64(at + X8664Registers.PT_REGS_IP + 8) & 0xffff;
            long stack = words.u64(at + X8664Registers.PT_REGS_IP + 32);
            boolean user = code == 0x33 && stack == 0x2b && pc > 0;
            if (user || code == 0x10 && stack == 0x18 && isCode(kernel, pc)) {
                Registers registers = X8664Registers.fromPtRegs(words, at);
                found.add(new SavedRegisters(low + at, user, registers));
            }
        }
        return found;
    }

    private static boolean isCode(Kernel kernel, long pc) {
        Symbol symbol = pc >= 0 ? null : kernel.symbolAt(pc);
        return symbol != null && symbol.text();
    }
}
