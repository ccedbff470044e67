package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies one row of an unwind table to a frame's registers. Memory that cannot be read throws {@link FaultException}. */
final class RowRules {
    /** What a called function must preserve (System V psABI for AMD64, section 3.2.1), without {@code rsp}. */
    private static final int[] PRESERVED = {
        X8664Registers.RBX,
        X8664Registers.RBP,
        X8664Registers.R12,
        X8664Registers.R13,
        X8664Registers.R14,
        X8664Registers.R15
    };

    private final UnwindRow row;
    private final Registers registers;
    private final Memory memory;

    RowRules(UnwindRow row, Registers registers, Memory memory) {
        this.row = row;
        this.registers = registers;
        this.memory = memory;
    }

    /** Returns the canonical frame address. */
    long cfa() throws TrailEnds {
        // Here and below no switch over types: the first one of a process generates a class, which takes milliseconds.
        UnwindRule rule = row.cfa();
        if (rule instanceof UnwindRule.RegisterPlus plus) {
            return known(plus.register()) + plus.offset();
        }
        if (rule instanceof UnwindRule.Deref deref) {
            return memory.u64(known(deref.register()) + deref.inner()) + deref.outer();
        }
        if (rule instanceof UnwindRule.Expression expression) {
            return DwarfExpression.evaluate(expression.operations(), registers, memory);
        }
        throw new TrailEnds("the unwind table has no rule for the frame's address");
    }

    /**
     * Returns the registers of the caller, the program counter and stack pointer included. Registers without a rule keep their
     * value where a called function must preserve them and the table would say otherwise; ORC speaks of {@code rbp} alone.
     */
    Registers caller(long cfa) throws TrailEnds {
        Registers caller = Registers.none(X8664Registers.SET);
        boolean orc = row.origin().equals("orc");
        for (int index : PRESERVED) {
            if (registers.knows(index) && (!orc || index == X8664Registers.RBP)) {
                caller = caller.with(index, registers.get(index));
            }
        }
        caller = caller.with(X8664Registers.RSP, cfa);
        for (Map.Entry<Integer, UnwindRule> entry : row.registers().entrySet()) {
            Integer index = X8664Registers.SET.dwarfNumbers().get(entry.getKey());
            if (index != null && index != X8664Registers.RIP && entry.getKey() != row.returnAddressRegister()) {
                Long value = optional(entry.getValue(), index, cfa);
                caller = value == null ? caller.without(index) : caller.with(index, value);
            }
        }
        UnwindRule returnAddress = row.registers().get(row.returnAddressRegister());
        if (returnAddress == null) {
            throw new TrailEnds("the unwind table does not tell where the return address is");
        }
        Long pc = value(returnAddress, X8664Registers.RIP, cfa);
        if (pc == null) {
            throw new TrailEnds("the unwind table says that the return address is lost");
        }
        return caller.with(X8664Registers.RIP, pc);
    }

    /** Returns the address of the slot that holds the return address. */
    long returnSlot(long cfa) {
        return row.registers().get(row.returnAddressRegister()) instanceof UnwindRule.AtCfa at
                ? cfa + at.offset()
                : cfa - 8;
    }

    /** Returns a register's value, or null when it is lost or its place cannot be read: the walk goes on without it. */
    private @Nullable Long optional(UnwindRule rule, int index, long cfa) {
        try {
            return value(rule, index, cfa);
        } catch (FaultException | TrailEnds e) {
            return null;
        }
    }

    private @Nullable Long value(UnwindRule rule, int index, long cfa) throws TrailEnds {
        if (rule instanceof UnwindRule.AtCfa at) {
            return memory.u64(cfa + at.offset());
        }
        if (rule instanceof UnwindRule.CfaPlus plus) {
            return cfa + plus.offset();
        }
        if (rule instanceof UnwindRule.SameValue) {
            return registers.knows(index) ? registers.get(index) : null;
        }
        if (rule instanceof UnwindRule.RegisterPlus plus) {
            return known(plus.register()) + plus.offset();
        }
        if (rule instanceof UnwindRule.Deref deref) {
            return memory.u64(known(deref.register()) + deref.inner()) + deref.outer();
        }
        if (rule instanceof UnwindRule.Expression expression) {
            long result = DwarfExpression.evaluate(expression.operations(), registers, memory, cfa);
            return expression.value() ? result : memory.u64(result);
        }
        return null;
    }

    private long known(int dwarfNumber) throws TrailEnds {
        Integer index = X8664Registers.SET.dwarfNumbers().get(dwarfNumber);
        if (index == null || !registers.knows(index)) {
            throw new TrailEnds(
                    "the unwind table needs " + X8664Registers.dwarfName(dwarfNumber) + ", which is not known here");
        }
        return registers.get(index);
    }
}
