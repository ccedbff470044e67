package dev.inquest.arch.arm64;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies one row of call frame information to a frame's registers (DWARF 5, section 6.4). Compilers describe arm64 code with
 * registers, offsets and stored values alone; rows with expressions are not used.
 */
final class RowRules {
    private static final int FIRST_PRESERVED = 19;

    private RowRules() {}

    /**
     * Returns the caller's registers, the program counter and stack pointer among them; null when the row does not tell the return
     * address or what it needs is not known.
     *
     * @param row the row of the frame's instruction
     * @param registers the frame's registers
     * @param memory the kernel's memory
     * @param code takes the authentication code off the return address
     */
    static @Nullable Registers caller(UnwindRow row, Registers registers, Memory memory, CodeMap code) {
        if (row.kind() != UnwindRow.Kind.CALL || !(row.cfa() instanceof UnwindRule.RegisterPlus base)) {
            return null;
        }
        Integer register = Arm64Registers.SET.dwarfNumbers().get(base.register());
        if (register == null || !registers.knows(register)) {
            return null;
        }
        long cfa = registers.get(register) + base.offset();
        if ((cfa & 15) != 0) {
            return null;
        }
        Registers caller = Registers.none(Arm64Registers.SET);
        for (int number = FIRST_PRESERVED; number <= Arm64Registers.DWARF_LR; number++) {
            int index = Arm64Registers.x(number);
            if (registers.knows(index)) {
                caller = caller.with(index, registers.get(index));
            }
        }
        for (Map.Entry<Integer, UnwindRule> rule : row.registers().entrySet()) {
            Integer index = Arm64Registers.SET.dwarfNumbers().get(rule.getKey());
            if (index != null) {
                Long value = value(rule.getValue(), registers, index, cfa, memory);
                caller = value == null ? caller.without(index) : caller.with(index, value);
            }
        }
        Integer returns = Arm64Registers.SET.dwarfNumbers().get(row.returnAddressRegister());
        if (returns == null || !caller.knows(returns)) {
            return null;
        }
        long pc = code.strip(caller.get(returns));
        return caller.with(Arm64Registers.PC, pc).with(Arm64Registers.SP, cfa).without(Arm64Registers.LR);
    }

    private static @Nullable Long value(UnwindRule rule, Registers registers, int index, long cfa, Memory memory) {
        // Not a switch over types: the first one of a process generates a class, which takes milliseconds.
        try {
            if (rule instanceof UnwindRule.AtCfa at) {
                return memory.u64(cfa + at.offset());
            }
            if (rule instanceof UnwindRule.CfaPlus plus) {
                return cfa + plus.offset();
            }
            return rule instanceof UnwindRule.SameValue && registers.knows(index) ? registers.get(index) : null;
        } catch (FaultException e) {
            return null;
        }
    }
}
