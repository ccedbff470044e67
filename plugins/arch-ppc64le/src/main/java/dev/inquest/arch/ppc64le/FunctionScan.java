package dev.inquest.arch.ppc64le;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows a function's code from its first instruction to another one, along every branch, and keeps what it does to the frame. That tells
 * where the return address of an interrupted function is, as call frame information would, for every kernel whose code is in the
 * dump.
 *
 * <p>At an instruction that several ways lead to, only that counts which is so on all of them. Each fact can only be lost, so the work is
 * bounded by the size of the function.
 */
final class FunctionScan {
    private static final int MOST_INSTRUCTIONS = 1 << 16;
    private static final int FRAMED = 1;
    private static final int UNFRAMED = 2;
    private static final int LINK = 4;
    private static final int SAVED = 8;
    private static final int R0 = 16;
    private static final int SEEN = 32;
    /** Where a caller's frame has the return address (ELF V2 ABI, section 2.2.3). */
    private static final int LINK_SLOT = 16;

    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final Numbers code;
    private final int count;
    private final byte[] states;
    private final int[] sizes;
    private final int[] preserved;
    private final int[] places = new int[32];
    private int contradicted;
    private final Deque<Integer> work = new ArrayDeque<>();

    private FunctionScan(byte[] bytes) {
        this.code = Numbers.of(bytes);
        this.count = bytes.length / 4;
        this.states = new byte[count];
        this.sizes = new int[count];
        this.preserved = new int[count];
        Arrays.fill(places, UNKNOWN);
    }

    /**
     * Returns the state before an instruction, or null when no way from the function's beginning leads there, the ways differ,
     * or the code cannot be read.
     *
     * @param memory kernel memory
     * @param entry address of the function's first instruction
     * @param pc address of the instruction
     */
    static @Nullable FrameState at(Memory memory, long entry, long pc) {
        long distance = pc - entry;
        if (entry == 0 || distance < 0 || distance / 4 >= MOST_INSTRUCTIONS || (distance & 3) != 0) {
            return null;
        }
        // Jumps forward over the place and back to it are rare; some code behind it covers them.
        byte[] bytes = read(memory, entry, (int) Math.min(distance * 2 + 1024, MOST_INSTRUCTIONS * 4L));
        if (bytes.length <= distance) {
            return null;
        }
        FunctionScan scan = new FunctionScan(bytes);
        scan.run();
        return scan.state((int) (distance / 4));
    }

    private static byte[] read(Memory memory, long entry, int length) {
        byte[] bytes = new byte[length];
        Fault fault = memory.tryRead(entry, bytes, 0, length);
        if (fault == null) {
            return bytes;
        }
        long readable = fault.address() - entry;
        return readable <= 0 || readable > length ? new byte[0] : Arrays.copyOf(bytes, (int) readable & ~3);
    }

    private @Nullable FrameState state(int index) {
        int state = states[index];
        boolean known = (state & SEEN) != 0 && (state & (FRAMED | UNFRAMED)) != (FRAMED | UNFRAMED);
        return known
                ? new FrameState(
                        (state & FRAMED) != 0,
                        (state & LINK) != 0,
                        (state & SAVED) != 0,
                        (state & R0) != 0,
                        places(preserved[index] & ~contradicted))
                : null;
    }

    private Map<Integer, Integer> places(int registers) {
        Map<Integer, Integer> found = new TreeMap<>();
        for (int register = 14; register < 32; register++) {
            if ((registers >>> register & 1) != 0) {
                found.put(register, places[register]);
            }
        }
        return found;
    }

    private void run() {
        reach(0, SEEN | UNFRAMED | LINK, 0, 0);
        while (!work.isEmpty()) {
            int index = work.remove();
            step(index, new Instruction(code.i32(index * 4L)));
        }
    }

    /** Notes that an instruction is reached in a state; facts that not all ways share are dropped. */
    private void reach(int index, int state, int size, int kept) {
        if (index < 0 || index >= count) {
            return;
        }
        int known = states[index];
        if ((known & SEEN) == 0) {
            states[index] = (byte) state;
            sizes[index] = size;
            preserved[index] = kept;
            work.add(index);
            return;
        }
        int frame = (known | state) & (FRAMED | UNFRAMED);
        int merged = SEEN | frame | known & state & (LINK | SAVED | R0);
        int shared = preserved[index] & kept;
        if (merged != known || shared != preserved[index]) {
            states[index] = (byte) merged;
            preserved[index] = shared;
            work.add(index);
        }
    }

    private void step(int index, Instruction instruction) {
        int state = states[index];
        int size = sizes[index];
        int kept = keep(instruction, preserved[index], (state & FRAMED) != 0 ? size : 0);
        int slot = (state & FRAMED) != 0 ? Math.max(size, 0) + LINK_SLOT : LINK_SLOT;
        int frame = instruction.framed();
        if (frame != 0) {
            size = frame < 0 || size == UNKNOWN ? UNKNOWN : size + frame;
            state = state & ~UNFRAMED | FRAMED;
        } else if (instruction.restoresStack() || instruction.shrinks() > 0) {
            size = instruction.restoresStack() || size == UNKNOWN ? 0 : Math.max(0, size - instruction.shrinks());
            state = size > 0 ? state : state & ~FRAMED | UNFRAMED;
        } else if (instruction.linkToR0()) {
            state = set(state, R0, (state & LINK) != 0);
        } else if (instruction.r0ToLink()) {
            state = set(state, LINK, (state & R0) != 0);
        } else if (instruction.otherToLink() || instruction.readsOwnAddress()) {
            state &= ~LINK;
        } else if (instruction.storesR0() == slot) {
            state = set(state, SAVED, (state & R0) != 0);
        } else if (instruction.loadsR0() >= 0) {
            state = set(state, R0, (state & SAVED) != 0 && instruction.loadsR0() == slot);
        } else if (instruction.call() && (state & (FRAMED | SAVED)) != 0) {
            // A call before anything is saved (_mcount, _savegpr0_14) must leave the return address alone.
            state &= ~(LINK | R0);
        }
        if (instruction.jump() != 0) {
            reach(index + instruction.jump() / 4, state, size, kept);
        }
        if (!instruction.leaves()) {
            reach(index + (instruction.prefix() ? 2 : 1), state, size, kept);
        }
    }

    /** Notes the first store of a register that must be preserved, and its load from there, after which it has its caller's value again. */
    private int keep(Instruction instruction, int kept, int size) {
        int stored = instruction.storesPreserved();
        int place = size == UNKNOWN ? UNKNOWN : instruction.distance() - size;
        if (stored != 0 && (kept >>> stored & 1) == 0 && place != UNKNOWN) {
            if (places[stored] != UNKNOWN && places[stored] != place) {
                contradicted |= 1 << stored;
            }
            places[stored] = place;
            return kept | 1 << stored;
        }
        int loaded = instruction.loadsPreserved();
        return loaded != 0 && place != UNKNOWN && places[loaded] == place ? kept & ~(1 << loaded) : kept;
    }

    private static int set(int state, int bit, boolean on) {
        return on ? state | bit : state & ~bit;
    }
}
