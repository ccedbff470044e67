package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Instruction.Flow;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Follows what registers hold whose first half of an address an instruction has put into them, so that the second instruction of such a pair
 * tells the whole address. Where code may be reached by a branch from above, only what all ways agree on is known; of branches from below nothing
 * is known yet, but no compiler sets the first half on one way and something else on the other.
 */
abstract class KnownRegisters {
    private final long[] values = new long[32];
    private int known;
    private boolean reached = true;
    private final Map<Long, State> ahead = new HashMap<>();

    /** What is known where a branch leads to. */
    private static final class State {
        private final long[] values;
        private final int known;

        State(long[] values, int known) {
            this.values = values;
            this.known = known;
        }
    }

    /** Returns what is known, or empty. */
    final OptionalLong value(int register) {
        return knows(register) ? OptionalLong.of(values[register]) : OptionalLong.empty();
    }

    final boolean knows(int register) {
        return (known >>> register & 1) != 0;
    }

    final long get(int register) {
        return values[register];
    }

    final void set(int register, long value) {
        values[register] = value;
        known |= 1 << register;
    }

    final void forget(int register) {
        known &= ~(1 << register);
    }

    /**
     * Passes an instruction.
     *
     * @param word its bytes as a number
     * @param address its address
     * @param flow where the processor goes on
     * @param target where it branches to
     * @return the address that it makes or accesses, when it is the second of a pair
     */
    final OptionalLong pass(int word, long address, Flow flow, OptionalLong target) {
        arrive(address);
        OptionalLong data = flow == Flow.NEXT ? step(word, address) : OptionalLong.empty();
        boolean jump = flow == Flow.JUMP || flow == Flow.CONDITIONAL_JUMP;
        if (jump && target.isPresent() && Long.compareUnsigned(target.getAsLong(), address) > 0) {
            ahead.merge(target.getAsLong(), new State(values.clone(), known), KnownRegisters::common);
        }
        if (flow == Flow.CALL) {
            known &= kept();
        } else if (flow != Flow.NEXT && flow != Flow.CONDITIONAL_JUMP) {
            known &= always();
            reached = false;
        }
        return data;
    }

    private void arrive(long address) {
        State state = ahead.isEmpty() ? null : ahead.remove(address);
        if (state != null) {
            State all = reached ? common(state, new State(values.clone(), known)) : state;
            System.arraycopy(all.values, 0, values, 0, values.length);
            known = all.known;
        }
        reached = true;
    }

    private static State common(State a, State b) {
        int both = a.known & b.known;
        for (int i = 0; i < 32; i++) {
            if ((both >>> i & 1) != 0 && a.values[i] != b.values[i]) {
                both &= ~(1 << i);
            }
        }
        return new State(a.values, both);
    }

    /** Notes what an instruction that goes on with the next one does to registers; returns the address when it completes one. */
    abstract OptionalLong step(int word, long address);

    /** Returns the registers, a bit for each, that functions preserve. */
    abstract int kept();

    /** Returns the registers that are the same everywhere in a function. */
    abstract int always();
}
