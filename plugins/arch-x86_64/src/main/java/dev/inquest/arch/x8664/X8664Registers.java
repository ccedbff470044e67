package dev.inquest.arch.x8664;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.LittleEndian;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registers, in the order in which crash prints an exception frame. DWARF numbers: System V psABI for AMD64, figure 3.36
 * (16 is the return address column, which stands for {@code rip});
 * what a called function preserves: section 3.2.1.
 */
final class X8664Registers {
    static final int RIP = 0;
    static final int RSP = 1;
    static final int RFLAGS = 2;
    static final int RAX = 3;
    static final int RBX = 4;
    static final int RCX = 5;
    static final int RDX = 6;
    static final int RSI = 7;
    static final int RDI = 8;
    static final int RBP = 9;
    static final int R8 = 10;
    static final int R9 = 11;
    static final int R10 = 12;
    static final int R11 = 13;
    static final int R12 = 14;
    static final int R13 = 15;
    static final int R14 = 16;
    static final int R15 = 17;
    static final int ORIG_RAX = 18;
    static final int CS = 19;
    static final int SS = 20;

    static final RegisterSet SET = new RegisterSet(
            List.of(
                    "rip",
                    "rsp",
                    "rflags",
                    "rax",
                    "rbx",
                    "rcx",
                    "rdx",
                    "rsi",
                    "rdi",
                    "rbp",
                    "r8",
                    "r9",
                    "r10",
                    "r11",
                    "r12",
                    "r13",
                    "r14",
                    "r15",
                    "orig_rax",
                    "cs",
                    "ss"),
            Map.ofEntries(
                    Map.entry(0, RAX),
                    Map.entry(1, RDX),
                    Map.entry(2, RCX),
                    Map.entry(3, RBX),
                    Map.entry(4, RSI),
                    Map.entry(5, RDI),
                    Map.entry(6, RBP),
                    Map.entry(7, RSP),
                    Map.entry(8, R8),
                    Map.entry(9, R9),
                    Map.entry(10, R10),
                    Map.entry(11, R11),
                    Map.entry(12, R12),
                    Map.entry(13, R13),
                    Map.entry(14, R14),
                    Map.entry(15, R15),
                    Map.entry(16, RIP),
                    Map.entry(49, RFLAGS),
                    Map.entry(51, CS),
                    Map.entry(52, SS)),
            RIP,
            RSP,
            Set.of(RBX, RBP, R12, R13, R14, R15));

    /**
     * Registers by their place in {@code struct pt_regs} (arch/x86/include/asm/ptrace.h), which is also the beginning of {@code
     * struct user_regs_struct} (arch/x86/include/asm/user_64.h): 21 numbers of 64 bits.
     */
    private static final int[] PT_REGS = {
        R15, R14, R13, R12, RBP, RBX, R11, R10, R9, R8, RAX, RCX, RDX, RSI, RDI, ORIG_RAX, RIP, CS, RFLAGS, RSP, SS
    };

    /** Size of {@code struct pt_regs} in bytes. */
    static final int PT_REGS_SIZE = 21 * 8;

    /** Offset in bytes of {@code ip} in {@code struct pt_regs}: what the hardware pushes begins here. */
    static final int PT_REGS_IP = 16 * 8;

    private X8664Registers() {}

    /** Reads the 21 numbers of a {@code struct pt_regs}, little-endian. */
    static Registers fromPtRegs(LittleEndian bytes, long offset) {
        Registers registers = Registers.none(SET);
        for (int i = 0; i < PT_REGS.length; i++) {
            registers = registers.with(PT_REGS[i], bytes.u64(offset + i * 8L));
        }
        return registers;
    }

    /** Returns whether registers were taken in user mode: the requested privilege level in {@code cs} is 3. */
    static boolean userMode(Registers registers) {
        return registers.knows(CS) && (registers.get(CS) & 3) == 3;
    }
}
