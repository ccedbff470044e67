package dev.inquest.api.arch;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.location.ExpressionMachine;
import dev.inquest.api.location.Surroundings;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies one row of an unwind table to a frame's registers (DWARF 5, section 6.4.3). Memory that cannot be read throws
 * {@link FaultException}.
 */
public final class FrameRules {
    private final UnwindRow row;
    private final Registers registers;
    private final Memory memory;
    private final Set<Integer> kept;

    /**
     * Rules.
     *
     * @param row the row of the frame's instruction
     * @param registers the frame's registers
     * @param memory memory with the stack
     * @param kept indices of the registers that the caller has with the same value where the row says nothing
     */
    public FrameRules(UnwindRow row, Registers registers, Memory memory, Set<Integer> kept) {
        this.row = row;
        this.registers = registers;
        this.memory = memory;
        this.kept = kept;
    }

    /** Returns the canonical frame address. */
    public long cfa() throws UnknownValueException {
        // Here and below no switch over types: the first one of a process generates a class, which takes milliseconds.
        UnwindRule rule = row.cfa();
        if (rule instanceof UnwindRule.RegisterPlus plus) {
            return known(plus.register()) + plus.offset();
        }
        if (rule instanceof UnwindRule.Deref deref) {
            return memory.u64(known(deref.register()) + deref.inner()) + deref.outer();
        }
        if (rule instanceof UnwindRule.Expression expression) {
            return run(expression.operations());
        }
        throw new UnknownValueException("the unwind table has no rule for the frame's address");
    }

    /**
     * Returns the registers of the caller, the program counter and stack pointer included. A register that cannot be had is not known;
     * only without the return address there is no caller.
     */
    public Registers caller(long cfa) throws UnknownValueException {
        RegisterSet set = registers.set();
        Registers caller = Registers.none(set);
        for (int index : kept) {
            if (registers.knows(index)) {
                caller = caller.with(index, registers.get(index));
            }
        }
        caller = caller.with(set.sp(), cfa);
        for (Map.Entry<Integer, UnwindRule> entry : row.registers().entrySet()) {
            Integer index = set.dwarfNumbers().get(entry.getKey());
            if (index != null && index != set.pc() && entry.getKey() != row.returnAddressRegister()) {
                Long value = optional(entry.getValue(), index, cfa);
                caller = value == null ? caller.without(index) : caller.with(index, value);
            }
        }
        return caller.with(set.pc(), returnAddress(cfa));
    }

    private long returnAddress(long cfa) throws UnknownValueException {
        int column = row.returnAddressRegister();
        Integer index = registers.set().dwarfNumbers().get(column);
        UnwindRule rule = row.registers().get(column);
        if (rule == null && index != null && kept.contains(index) && registers.knows(index)) {
            // A link register that the function has not stored.
            return registers.get(index);
        }
        if (rule == null) {
            throw new UnknownValueException("the unwind table does not tell where the return address is");
        }
        Long pc = value(rule, index == null ? registers.set().pc() : index, cfa);
        if (pc == null) {
            throw new UnknownValueException("the unwind table says that the return address is lost");
        }
        return pc;
    }

    /** Returns a register's value, or null when it is lost or its place cannot be read. */
    private @Nullable Long optional(UnwindRule rule, int index, long cfa) {
        try {
            return value(rule, index, cfa);
        } catch (FaultException | UnknownValueException e) {
            return null;
        }
    }

    private @Nullable Long value(UnwindRule rule, int index, long cfa) throws UnknownValueException {
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
            long result = run(expression.operations(), cfa);
            return expression.value() ? result : memory.u64(result);
        }
        return null;
    }

    private long run(MemorySegment operations, long... initial) throws UnknownValueException {
        ByteBuffer bytes = operations.asByteBuffer().order(memory.order());
        return ExpressionMachine.evaluate(bytes, new OfRegisters(), initial);
    }

    private long known(int dwarfNumber) throws UnknownValueException {
        Integer index = registers.set().dwarfNumbers().get(dwarfNumber);
        if (index == null || !registers.knows(index)) {
            throw new UnknownValueException(
                    "the unwind table needs " + registers.set().dwarfName(dwarfNumber) + ", which is not known here");
        }
        return registers.get(index);
    }

    /** Call frame information uses registers and memory alone (DWARF 5, section 6.4.2). */
    private final class OfRegisters implements Surroundings {
        @Override
        public Memory memory() {
            return memory;
        }

        @Override
        public long register(int number) throws UnknownValueException {
            return known(number);
        }
    }
}
