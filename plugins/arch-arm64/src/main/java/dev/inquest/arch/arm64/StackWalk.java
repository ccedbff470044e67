package dev.inquest.arch.arm64;

import dev.inquest.api.arch.FrameRules;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk over one chain of frame records (AAPCS64, section 6.4.6; arch/arm64/kernel/stacktrace.c).
 *
 * <p>A walk ends: within a stack records only rise, a stack that was left is not entered again, and the number of frames is
 * bounded.
 */
final class StackWalk {
    private static final int MOST_FRAMES = 4096;
    private static final int RECORD_SIZE = 16;
    /** What a caller has with the same value where call frame information says nothing: also the link register, until it is stored. */
    private static final Set<Integer> KEPT = kept();

    private static Set<Integer> kept() {
        Set<Integer> kept = new HashSet<>(Arm64Registers.SET.preserved());
        kept.add(Arm64Registers.LR);
        return Set.copyOf(kept);
    }

    private final Memory memory;
    private final UnwindSource tables;
    private final CodeMap code;
    private final PossibleStacks stacks;
    private final ExceptionFrames exceptions;
    private final List<RawFrame> frames = new ArrayList<>();
    private final Set<StackArea> left = new HashSet<>();
    private @Nullable StackArea current;
    private long lowest;

    StackWalk(Memory memory, UnwindSource tables, CodeMap code, PossibleStacks stacks, ExceptionFrames exceptions) {
        this.memory = memory;
        this.tables = tables;
        this.code = code;
        this.stacks = stacks;
        this.exceptions = exceptions;
    }

    /** Where the walk stands: a frame, whose record x29 points at, if it has made one. */
    private record Position(Registers registers, FrameKind kind, Trust trust, long shownSp, long savedAt) {
        static Position saved(Registers registers, long savedAt) {
            boolean user = Arm64Registers.userMode(registers);
            return new Position(
                    registers, user ? FrameKind.USER : FrameKind.INTERRUPTED, Trust.CONTEXT, registers.sp(), savedAt);
        }
    }

    /** Walks from registers that were taken at an instruction. */
    RawStack fromRegisters(Registers registers) {
        return walk(Position.saved(registers, 0));
    }

    /** Walks from what the scheduler saved: a return address, with the frame pointer and stack pointer that go with it. */
    RawStack fromSwitch(Registers registers) {
        return walk(new Position(registers, FrameKind.CALL, Trust.CONTEXT, registers.sp(), 0));
    }

    private RawStack walk(Position start) {
        Position position = start;
        String end = null;
        boolean complete = false;
        try {
            if (start.kind() != FrameKind.USER && start.registers().knows(Arm64Registers.SP)) {
                current = stacks.at(start.registers().sp());
                lowest = start.registers().sp();
            }
            while (true) {
                add(position);
                if (position.kind() == FrameKind.USER) {
                    end = "entry from user mode";
                    complete = true;
                    break;
                }
                if (frames.size() >= MOST_FRAMES) {
                    throw new TrailEnds("more than " + MOST_FRAMES + " frames");
                }
                Position next = caller(position);
                if (next == null) {
                    end = endWords(position);
                    complete = true;
                    break;
                }
                position = next;
            }
        } catch (TrailEnds e) {
            if (e.proper()) {
                return new RawStack(List.copyOf(frames), StackEnd.betweenModes());
            }
            end = e.reason();
        } catch (FaultException e) {
            return new RawStack(List.copyOf(frames), StackEnd.unreadable(e.fault()));
        }
        return new RawStack(List.copyOf(frames), complete, end);
    }

    private void add(Position position) {
        boolean user = position.kind() == FrameKind.USER;
        StackArea stack = user ? null : stacks.at(position.shownSp());
        frames.add(new RawFrame(
                position.registers().pc(),
                position.shownSp(),
                position.kind(),
                position.trust(),
                position.registers(),
                position.savedAt(),
                user ? "user" : stack == null ? "unknown" : stack.name()));
    }

    private String endWords(Position position) {
        String function = code.function(position.registers().pc());
        if (function == null) {
            return "outermost frame";
        }
        return function.startsWith("ret_from_fork")
                ? "kernel thread start"
                : function.startsWith("el0")
                        ? "entry from user mode"
                        : processorStart(function) ? "processor start" : "outermost frame";
    }

    /** The code in which a processor's first task begins (arch/arm64/kernel/head.S). */
    private static boolean processorStart(String function) {
        return function.startsWith("__primary_switch")
                || function.startsWith("__secondary_switch")
                || function.startsWith("secondary_startup")
                || function.startsWith("__mmap_switched")
                || function.equals("start_kernel")
                || function.equals("secondary_start_kernel");
    }

    /** Returns the next frame, or null when there is none. */
    private @Nullable Position caller(Position position) throws TrailEnds {
        if (position.kind() == FrameKind.INTERRUPTED) {
            Position caller = callerOfInterrupted(position);
            if (caller != null) {
                return caller;
            }
        }
        return byRecord(position);
    }

    private @Nullable Position byRecord(Position position) throws TrailEnds {
        Registers registers = position.registers();
        if (!registers.knows(Arm64Registers.FP)) {
            throw new TrailEnds("the frame pointer of " + where(registers.pc()) + " is not known");
        }
        long at = registers.get(Arm64Registers.FP);
        if (at == 0) {
            return end(position);
        }
        if (at > 0 && justEntered(position)) {
            throw new TrailEnds(StackEnd.betweenModes().words(), true);
        }
        StackArea stack = enter(at, registers.pc());
        long fp = memory.u64(at);
        long lr = memory.u64(at + 8);
        if (exceptions.interrupted(memory, at, fp, lr)) {
            return Position.saved(exceptions.registers(memory, at), at - exceptions.record());
        }
        if (fp == 0 && lr == 0) {
            if (!exceptions.outermost(at, stack)) {
                throw new TrailEnds(
                        "the frame record at " + TrailEnds.hex(at) + " is empty, but no stack begins there");
            }
            return beforeStack(at);
        }
        long pc = code.strip(lr);
        if (!code.code(pc)) {
            throw new TrailEnds("the word at " + TrailEnds.hex(at + 8) + " is no return address: " + TrailEnds.hex(lr));
        }
        // Call frame information that leads to the same place tells what else functions preserve, the stack pointer
        // before all.
        Registers known = registers.knows(Arm64Registers.SP) ? callerByTable(registers, lookup(position)) : null;
        if (known != null && known.pc() == pc && known.get(Arm64Registers.FP) == fp) {
            return new Position(known, FrameKind.CALL, Trust.CFI, at + 8, 0);
        }
        Registers caller =
                Registers.none(Arm64Registers.SET).with(Arm64Registers.PC, pc).with(Arm64Registers.FP, fp);
        return new Position(caller, FrameKind.CALL, Trust.FRAME_POINTER, at + 8, 0);
    }

    /** Returns whether the code is that between user mode and the saving of its registers, or their loading and user mode. */
    private boolean justEntered(Position position) {
        StackArea task = stacks.task();
        return task != null
                && position.kind() == FrameKind.INTERRUPTED
                && Long.compareUnsigned(task.high() - position.registers().sp(), exceptions.size()) <= 0;
    }

    /** Returns user mode's registers at the top of a stack; null when the stack is that of a kernel thread, which has none. */
    private @Nullable Position beforeStack(long at) {
        Registers registers = exceptions.registers(memory, at);
        boolean any = registers.pc() != 0 || registers.sp() != 0;
        return any && Arm64Registers.userMode(registers) ? Position.saved(registers, at - exceptions.record()) : null;
    }

    /** The chain ends without a record: so it did before 5.14. */
    private @Nullable Position end(Position position) throws TrailEnds {
        String function = code.function(position.registers().pc());
        if (function != null && (function.startsWith("ret_from_fork") || processorStart(function))) {
            return null;
        }
        if (function != null && function.startsWith("el0")) {
            StackArea task = stacks.task();
            return task == null ? null : beforeStack(task.high() - exceptions.size() + exceptions.record());
        }
        throw new TrailEnds("the frame pointer of " + where(position.registers().pc()) + " is 0");
    }

    /** Checks a record's address; returns the stack that it lies on. */
    private StackArea enter(long at, long pc) throws TrailEnds {
        if ((at & 7) != 0) {
            throw new TrailEnds("the frame pointer of " + where(pc) + " is not aligned: " + TrailEnds.hex(at));
        }
        StackArea stack = stacks.at(at);
        if (stack == null || !stack.holds(at + RECORD_SIZE)) {
            throw new TrailEnds(
                    "the frame pointer " + TrailEnds.hex(at) + " lies on no stack of this task or processor");
        }
        if (stack.equals(current)) {
            if (Long.compareUnsigned(at, lowest) < 0) {
                throw new TrailEnds(
                        "the frame pointer does not rise: from " + TrailEnds.hex(lowest) + " to " + TrailEnds.hex(at));
            }
        } else {
            if (current != null) {
                left.add(current);
            }
            if (left.contains(stack)) {
                throw new TrailEnds(
                        "the frame pointer " + TrailEnds.hex(at) + " leads back to the " + stack.name() + " stack");
            }
            current = stack;
        }
        lowest = at + RECORD_SIZE;
        return stack;
    }

    /**
     * Returns the caller of code that was interrupted where x29 is not its own: by call frame information; else, where the code has not made
     * its record, or sent the processor to an address without code, by the link register. Null when the record is to be used.
     */
    private @Nullable Position callerOfInterrupted(Position position) throws TrailEnds {
        Registers registers = position.registers();
        long pc = registers.pc();
        if (!code.code(pc)) {
            Position caller = byLinkRegister(registers);
            if (caller == null) {
                throw new TrailEnds("no code at " + TrailEnds.hex(pc) + ", and no return address in x30");
            }
            return caller;
        }
        if (!registers.knows(Arm64Registers.LR)) {
            return null;
        }
        Position byTable = byTable(registers);
        return byTable != null ? byTable : recordMade(registers) ? null : byLinkRegister(registers);
    }

    private @Nullable Position byTable(Registers registers) {
        Registers caller = callerByTable(registers, registers.pc());
        return caller != null && code.code(caller.pc())
                ? new Position(caller, FrameKind.CALL, Trust.CFI, returnSlot(registers.pc(), caller.sp()), 0)
                : null;
    }

    /** Returns where the return address is on the stack; where it is still in its register, the caller's stack pointer. */
    private long returnSlot(long pc, long cfa) {
        UnwindRow row = tables.row(pc);
        return row != null && row.registers().get(row.returnAddressRegister()) instanceof UnwindRule.AtCfa at
                ? cfa + at.offset()
                : cfa;
    }

    /**
     * Returns the caller's registers by call frame information; null where there is none, or it needs what is not known. A function that
     * has not stored its link register returns to where that points.
     */
    private @Nullable Registers callerByTable(Registers registers, long instruction) {
        UnwindRow row = tables.row(instruction);
        if (row == null || row.kind() != UnwindRow.Kind.CALL) {
            return null;
        }
        try {
            FrameRules rules = new FrameRules(row, registers, memory, KEPT);
            long cfa = rules.cfa();
            Registers caller = rules.caller(cfa);
            return (cfa & 15) != 0
                    ? null
                    : caller.with(Arm64Registers.PC, code.strip(caller.pc())).without(Arm64Registers.LR);
        } catch (UnknownValueException | FaultException e) {
            return null;
        }
    }

    private @Nullable Position byLinkRegister(Registers registers) {
        long pc = registers.knows(Arm64Registers.LR) ? code.strip(registers.get(Arm64Registers.LR)) : 0;
        return code.code(pc)
                ? new Position(
                        registers
                                .with(Arm64Registers.PC, pc)
                                .without(Arm64Registers.LR)
                                .without(Arm64Registers.PSTATE),
                        FrameKind.CALL,
                        Trust.CONTEXT,
                        registers.sp(),
                        0)
                : null;
    }

    /**
     * Returns whether x29 points at the record of the interrupted function: by its instructions; where they leave it open, by the link
     * register, which a function stores in its record at first, and which points into the function itself after it has called another.
     */
    private boolean recordMade(Registers registers) {
        long pc = registers.pc();
        long entry = code.entry(pc);
        FrameSetup setup = FrameSetup.at(memory, entry, pc);
        if (setup == FrameSetup.NONE || setup == FrameSetup.MADE) {
            return setup == FrameSetup.MADE;
        }
        long returns = code.strip(registers.get(Arm64Registers.LR));
        if (entry != 0 && code.code(returns) && code.entry(returns - 1) == entry) {
            return true;
        }
        try {
            return code.strip(memory.u64(registers.get(Arm64Registers.FP) + 8)) == returns;
        } catch (FaultException e) {
            return false;
        }
    }

    /** Returns the instruction of a frame: a return address stands behind it, perhaps already in another function. */
    private static long lookup(Position position) {
        long pc = position.registers().pc();
        return position.kind() == FrameKind.CALL ? pc - 1 : pc;
    }

    private String where(long pc) {
        String function = code.function(pc);
        return function == null ? TrailEnds.hex(pc) : function;
    }
}
