package dev.inquest.core.model;

import dev.inquest.api.arch.FrameRules;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.layout.FrameState;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a stack with all registers that can be had. ORC, which unwinders prefer, recovers no more than what it needs; here call
 * frame information carries the registers that functions preserve on from frame to frame, beginning where they were saved together. Where
 * it does not lead to the frame that the unwinder found, they are not known.
 */
final class FrameChain {
    /** The bits of an address that a signature (arm64's pointer authentication) leaves alone. */
    private static final long ADDRESS = (1L << 47) - 1;

    private final Memory memory;
    private final UnwindSource callFrames;
    private final List<RawFrame> frames = new ArrayList<>();
    private final List<Registers> registers = new ArrayList<>();

    /**
     * A chain.
     *
     * @param stack the frames, innermost first
     * @param memory kernel memory
     * @param callFrames rows of call frame information alone
     */
    FrameChain(List<Frame> stack, Memory memory, UnwindSource callFrames) {
        this.memory = memory;
        this.callFrames = callFrames;
        for (Frame frame : stack) {
            if (!frame.inline()) {
                frames.add(frame.raw());
            }
        }
    }

    int size() {
        return frames.size();
    }

    RawFrame frame(int index) {
        return frames.get(index);
    }

    /** Returns the registers of a frame: what the unwinder knows, and what call frame information adds. */
    Registers registers(int index) {
        while (registers.size() <= index) {
            registers.add(next(registers.size()));
        }
        return registers.get(index);
    }

    private Registers next(int index) {
        RawFrame frame = frames.get(index);
        Registers known = frame.registers();
        if (index == 0
                || frame.kind() != FrameKind.CALL
                || frames.get(index - 1).kind() == FrameKind.USER) {
            return known;
        }
        Registers recovered = caller(frames.get(index - 1), registers.get(index - 1));
        boolean same = recovered != null
                && ((recovered.pc() & ADDRESS) == (frame.pc() & ADDRESS)
                        || known.knows(known.set().sp()) && recovered.sp() == known.sp());
        if (recovered == null || !same) {
            return known;
        }
        for (int i = 0; i < known.set().names().size(); i++) {
            if (!known.knows(i) && recovered.knows(i)) {
                known = known.with(i, recovered.get(i));
            }
        }
        return known;
    }

    private @Nullable Registers caller(RawFrame frame, Registers from) {
        UnwindRow row = callFrames.row(instruction(frame));
        if (row == null || row.kind() != UnwindRow.Kind.CALL) {
            return null;
        }
        try {
            FrameRules rules = new FrameRules(row, from, memory, from.set().preserved());
            return rules.caller(rules.cfa());
        } catch (UnknownValueException | FaultException e) {
            return null;
        }
    }

    private static long instruction(RawFrame frame) {
        return frame.kind() == FrameKind.CALL ? frame.pc() - 1 : frame.pc();
    }

    /** Returns a frame as those who look for variables see it. */
    FrameState state(int index) {
        return new State(index);
    }

    private final class State implements FrameState {
        private final int index;

        State(int index) {
            this.index = index;
        }

        @Override
        public long instruction() {
            return FrameChain.instruction(frames.get(index));
        }

        @Override
        public long pc() {
            return frames.get(index).pc();
        }

        @Override
        public boolean call() {
            return frames.get(index).kind() == FrameKind.CALL;
        }

        @Override
        public Registers registers() {
            return FrameChain.this.registers(index);
        }

        @Override
        public Memory memory() {
            return memory;
        }

        @Override
        public long cfa() throws UnknownValueException {
            UnwindRow row = callFrames.row(instruction());
            if (row == null) {
                throw new UnknownValueException("no call frame information covers the frame");
            }
            return new FrameRules(row, registers(), memory, registers().set().preserved()).cfa();
        }

        @Override
        public @Nullable FrameState caller() {
            boolean called = index + 1 < frames.size() && frames.get(index + 1).kind() == FrameKind.CALL;
            return called ? new State(index + 1) : null;
        }
    }
}
