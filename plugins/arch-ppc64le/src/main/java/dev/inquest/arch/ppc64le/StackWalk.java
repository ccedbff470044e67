package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.KnownStacks;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One walk along one back chain (64-bit ELF V2 ABI for the Power architecture, section 2.2.3).
 *
 * <pre>
 * frame := back chain:u64 = address of the caller's frame, 0 in the outermost
 *          CR:u64
 *          LR:u64 = address at which a function that this one called goes on here
 *          …
 * </pre>
 *
 * <p>The address in a frame belongs to the function that owns the frame, and the called function stores it, some instructions after it was
 * entered; so for code that was interrupted {@link ReturnAddress} finds out where its caller's address is. Frames of interrupts and
 * system calls hold a {@code pt_regs}, told by a marker ({@link InterruptFrame}).
 *
 * <p>A walk ends: within a stack the chain only rises, a stack that was left is not entered again, and the number of frames is
 * bounded.
 */
final class StackWalk {
    private static final int MOST_FRAMES = 4096;
    private static final int LINK_SLOT = 16;

    private final Memory memory;
    private final CodeMap code;
    private final KnownStacks stacks;
    private final Functions functions;
    private final ReturnAddress returnAddress;
    private final LongUnaryOperator originals;
    private final List<RawFrame> frames = new ArrayList<>();
    private final Set<StackArea> left = new HashSet<>();

    StackWalk(
            Memory memory,
            CodeMap code,
            KnownStacks stacks,
            Functions functions,
            ReturnAddress returnAddress,
            LongUnaryOperator originals) {
        this.memory = memory;
        this.code = code;
        this.stacks = stacks;
        this.functions = functions;
        this.returnAddress = returnAddress;
        this.originals = originals;
    }

    /** Where the walk stands: a frame, whose lowest address is the stack pointer of its registers. */
    private record Position(Registers registers, FrameKind kind, Trust trust, long savedAt) {
        static Position saved(Registers registers, long savedAt) {
            boolean user = Ppc64leRegisters.userMode(registers);
            return new Position(registers, user ? FrameKind.USER : FrameKind.INTERRUPTED, Trust.CONTEXT, savedAt);
        }

        long sp() {
            return registers.sp();
        }

        long pc() {
            return registers.pc();
        }
    }

    /** Walks from registers that were taken at an instruction. */
    RawStack fromRegisters(Registers registers) {
        return walk(Position.saved(registers, 0));
    }

    /** Walks from a function that called another one, whose own frame is at the stack pointer. */
    RawStack fromCaller(Registers registers, Trust trust) {
        return walk(new Position(registers, FrameKind.CALL, trust, 0));
    }

    private RawStack walk(Position start) {
        Position position = start;
        @Nullable StackEnd end = null;
        try {
            while (end == null) {
                add(position);
                if (position.kind() == FrameKind.USER) {
                    end = StackEnd.of(StackEnd.Kind.USER_MODE);
                } else if (entering(position)) {
                    end = StackEnd.betweenModes();
                } else if (frames.size() >= MOST_FRAMES) {
                    throw new TrailEnds("more than " + MOST_FRAMES + " frames");
                } else {
                    Position next = caller(position);
                    if (next == null) {
                        String words = TaskStarts.words(code.function(position.pc()));
                        if (words == null) {
                            throw new TrailEnds("the back chain ends in " + where(position.pc()));
                        }
                        end = StackEnd.of(true, words);
                    } else {
                        position = next;
                    }
                }
            }
        } catch (TrailEnds e) {
            end = StackEnd.broken(e.reason());
        } catch (FaultException e) {
            return new RawStack(List.copyOf(frames), StackEnd.unreadable(e.fault()));
        }
        return new RawStack(List.copyOf(frames), end);
    }

    private void add(Position position) {
        boolean user = position.kind() == FrameKind.USER;
        StackArea stack = user ? null : stacks.at(position.sp());
        frames.add(new RawFrame(
                position.pc(),
                position.sp(),
                position.kind(),
                position.trust(),
                position.registers(),
                position.savedAt(),
                stack != null ? stack.name() : user ? "user" : "unknown"));
    }

    /**
     * Returns whether the processor had just come from user mode or was about to go back: code of exceptions' beginnings and ends
     * (arch/powerpc/kernel/exceptions-64s.S, interrupt_64.S) with a stack pointer that is not the kernel's. Its stack is empty.
     */
    private boolean entering(Position position) {
        if (position.kind() != FrameKind.INTERRUPTED || position.sp() >>> 60 != 0 || !code.code(position.pc())) {
            return false;
        }
        String function = code.function(position.pc());
        return function != null
                && (function.startsWith("exc_")
                        || function.startsWith("system_call_")
                        || function.contains("interrupt_return")
                        || function.endsWith("_common")
                        || function.endsWith("_common_virt")
                        || function.endsWith("_common_real"));
    }

    /** Returns the next frame, or null at the end of the chain. */
    private @Nullable Position caller(Position position) throws TrailEnds {
        long sp = position.sp();
        if ((sp & 15) != 0) {
            throw new TrailEnds("the stack pointer is not aligned: " + TrailEnds.hex(sp));
        }
        if (stacks.at(sp) == null) {
            throw new TrailEnds("the stack pointer " + TrailEnds.hex(sp) + " is on no known stack");
        }
        if (position.kind() == FrameKind.INTERRUPTED) {
            ReturnAddress.Found found = returnAddress.of(position.registers());
            if (found != null && isReturnAddress(found.pc())) {
                checkStep(sp, found.sp());
                return call(position, found.pc(), found.sp(), found.trust(), "in " + found.place());
            }
        }
        long saved = InterruptFrame.registersAt(memory, sp);
        if (saved != 0) {
            Position interrupted = Position.saved(InterruptFrame.read(memory, saved), saved);
            if (interrupted.kind() != FrameKind.USER && !entering(interrupted)) {
                checkStep(sp, interrupted.sp());
            }
            return interrupted;
        }
        return chained(position);
    }

    private @Nullable Position chained(Position position) throws TrailEnds {
        long sp = position.sp();
        long next = memory.u64(sp);
        if (next == 0) {
            return null;
        }
        checkStep(sp, next);
        long pc = memory.u64(next + LINK_SLOT);
        if (frames.size() == 1 && pc == position.pc()) {
            // ppc_save_regs before d16a58f8854b (5.20 … 6.0): the stack pointer is that of a function that has returned
            // to this pc.
            sp = next;
            next = memory.u64(sp);
            checkStep(sp, next);
            pc = memory.u64(next + LINK_SLOT);
        }
        return call(position, pc, next, Trust.CHAIN, "at " + TrailEnds.hex(next + LINK_SLOT));
    }

    /** Returns the frame of a caller, or null where the stack began above a function that nobody called. */
    private @Nullable Position call(Position position, long word, long sp, Trust trust, String place) throws TrailEnds {
        long pc = originals.applyAsLong(word);
        if (!isReturnAddress(pc)) {
            if (TaskStarts.words(code.function(position.pc())) != null) {
                return null;
            }
            throw new TrailEnds("the word " + place + " is no return address: " + TrailEnds.hex(pc) + ", called from "
                    + where(position.pc()));
        }
        Registers caller = functions.caller(position.registers(), sp).with(Ppc64leRegisters.NIP, pc);
        return new Position(caller, FrameKind.CALL, trust, 0);
    }

    private boolean isReturnAddress(long pc) {
        return code.code(pc) && CallSites.returnAddress(memory, code, pc);
    }

    /** Checks a step from one frame to the next; the two may be one where a function without a frame was interrupted. */
    private void checkStep(long from, long to) throws TrailEnds {
        if ((to & 15) != 0) {
            throw new TrailEnds("the back chain at " + TrailEnds.hex(from) + " is not aligned: " + TrailEnds.hex(to));
        }
        StackArea before = stacks.at(from);
        StackArea after = stacks.at(to);
        if (after == null) {
            throw new TrailEnds(
                    "the back chain at " + TrailEnds.hex(from) + " leads to no known stack: " + TrailEnds.hex(to));
        }
        if (after.equals(before)) {
            if (Long.compareUnsigned(to, from) < 0 || to == from && memory.u64(from) == from) {
                throw new TrailEnds(
                        "the back chain goes back, from " + TrailEnds.hex(from) + " to " + TrailEnds.hex(to));
            }
            return;
        }
        if (before != null) {
            left.add(before);
        }
        if (left.contains(after)) {
            throw new TrailEnds("the back chain returns to the " + after.name() + " stack, which it had left, at "
                    + TrailEnds.hex(from));
        }
    }

    private String where(long pc) {
        String function = code.function(pc);
        return function == null ? TrailEnds.hex(pc) : function + "+0x" + Long.toHexString(pc - code.entry(pc));
    }
}
