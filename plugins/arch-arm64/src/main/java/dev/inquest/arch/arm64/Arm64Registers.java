package dev.inquest.arch.arm64;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.LittleEndian;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registers, in the order in which crash prints them: pc, the link register x30, sp, x29 down to x0, pstate. DWARF numbers:
 * "DWARF for the Arm 64-bit Architecture" (AADWARF64), section 4.1: x0 to x30 are 0 to 30, sp is 31, pc is 32.
 */
final class Arm64Registers {
    static final int PC = 0;
    static final int LR = 1;
    static final int SP = 2;
    /** The frame pointer, x29. */
    static final int FP = 3;

    private static final int X0 = 32;
    static final int PSTATE = 33;
    /** What a called function must preserve, up to the frame pointer (AAPCS64, section 6.1.1). */
    private static final int FIRST_PRESERVED = 19;

    private static final int GENERAL = 31;

    static final int DWARF_FP = 29;
    static final int DWARF_LR = 30;
    static final int DWARF_SP = 31;

    static final RegisterSet SET = set();

    /** Size in bytes of {@code struct user_pt_regs}: x0 to x30, sp, pc, pstate. */
    static final int USER_PT_REGS_SIZE = 34 * 8;

    /** {@code PSR_MODE_MASK} and {@code PSR_MODE32_BIT} (arch/arm64/include/uapi/asm/ptrace.h). */
    private static final long MODE_MASK = 0xf;

    private static final long MODE_32 = 0x10;
    private static final long EXCEPTION_LEVEL = 0xc;

    private Arm64Registers() {}

    private static RegisterSet set() {
        List<String> names = new ArrayList<>(List.of("pc", "x30", "sp"));
        Map<Integer, Integer> dwarf = new HashMap<>();
        for (int number = GENERAL - 2; number >= 0; number--) {
            dwarf.put(number, names.size());
            names.add("x" + number);
        }
        names.add("pstate");
        dwarf.put(DWARF_LR, LR);
        dwarf.put(DWARF_SP, SP);
        dwarf.put(32, PC);
        Set<Integer> preserved = new HashSet<>();
        for (int number = FIRST_PRESERVED; number <= DWARF_FP; number++) {
            preserved.add(x(number));
        }
        return new RegisterSet(List.copyOf(names), Map.copyOf(dwarf), PC, SP, Set.copyOf(preserved));
    }

    /** Returns the index of a general register, 0 to 30. */
    static int x(int number) {
        return number == DWARF_LR ? LR : X0 - number;
    }

    /** Reads the 34 numbers of a {@code struct user_pt_regs}, little-endian. */
    static Registers fromPtRegs(LittleEndian bytes, long offset) {
        Registers registers = Registers.none(SET);
        for (int number = 0; number < GENERAL; number++) {
            registers = registers.with(x(number), bytes.u64(offset + number * 8L));
        }
        return registers
                .with(SP, bytes.u64(offset + GENERAL * 8L))
                .with(PC, bytes.u64(offset + GENERAL * 8L + 8))
                .with(PSTATE, bytes.u64(offset + GENERAL * 8L + 16));
    }

    /** Returns whether registers were taken in user mode: EL0, or 32-bit code, which the kernel has none of. */
    static boolean userMode(Registers registers) {
        return registers.knows(PSTATE)
                && ((registers.get(PSTATE) & MODE_MASK) == 0 || (registers.get(PSTATE) & MODE_32) != 0);
    }

    /** Returns whether registers were taken in the kernel: at EL1, or EL2 where it runs with VHE. */
    static boolean kernelMode(Registers registers) {
        long level = registers.get(PSTATE) & EXCEPTION_LEVEL;
        return registers.knows(PSTATE) && (registers.get(PSTATE) & MODE_32) == 0 && (level == 4 || level == 8);
    }
}
