package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registers in the order of {@code struct user_pt_regs} (arch/powerpc/include/uapi/asm/ptrace.h), which is the beginning of
 * {@code struct pt_regs} and of the registers in a note: 44 numbers of 64 bits, little-endian.
 *
 * <pre>
 * user_pt_regs := gpr[32] nip msr orig_gpr3 ctr link xer ccr softe trap dar dsisr result
 * </pre>
 *
 * <p>DWARF numbers: 64-bit ELF V2 ABI for the Power architecture, section 2.4 (65 is the link register, in whose column a caller's
 * program counter is found).
 */
final class Ppc64leRegisters {
    /** The stack pointer. */
    static final int R1 = 1;

    static final int NIP = 32;
    static final int MSR = 33;
    static final int LINK = 36;
    static final int TRAP = 40;

    /** How many numbers a {@code struct user_pt_regs} has. */
    static final int COUNT = 44;

    /** The link register's DWARF number. */
    static final int DWARF_LINK = 65;

    private static final String[] OTHERS = {
        "nip", "msr", "orig_gpr3", "ctr", "link", "xer", "ccr", "softe", "trap", "dar", "dsisr", "result"
    };
    /** {@code MSR_PR}, problem state: user mode. */
    private static final long MSR_PR = 1L << 14;

    static final RegisterSet SET = new RegisterSet(names(), dwarfNumbers(), NIP, R1, preserved());

    private Ppc64leRegisters() {}

    private static List<String> names() {
        List<String> names = new ArrayList<>(COUNT);
        for (int i = 0; i < 32; i++) {
            names.add("r" + i);
        }
        names.addAll(List.of(OTHERS));
        return List.copyOf(names);
    }

    private static Map<Integer, Integer> dwarfNumbers() {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 32; i++) {
            numbers.put(i, i);
        }
        numbers.put(DWARF_LINK, LINK);
        numbers.put(66, NIP + 3);
        numbers.put(76, LINK + 1);
        return Map.copyOf(numbers);
    }

    /** Returns r14 to r31, which called functions preserve (64-bit ELF V2 ABI, section 2.2.2.1). */
    private static Set<Integer> preserved() {
        Set<Integer> preserved = new HashSet<>();
        for (int i = 14; i < 32; i++) {
            preserved.add(i);
        }
        return Set.copyOf(preserved);
    }

    /** Reads a {@code struct user_pt_regs}. */
    static Registers fromPtRegs(Numbers bytes, long offset) {
        Registers registers = Registers.none(SET);
        for (int i = 0; i < COUNT; i++) {
            registers = registers.with(i, bytes.u64(offset + i * 8L));
        }
        return registers;
    }

    /** Returns whether registers were taken in user mode. */
    static boolean userMode(Registers registers) {
        return registers.knows(MSR) && (registers.get(MSR) & MSR_PR) != 0;
    }
}
