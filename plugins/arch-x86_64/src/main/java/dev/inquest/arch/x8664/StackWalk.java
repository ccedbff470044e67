package dev.inquest.arch.x8664;

import dev.inquest.api.arch.FrameRules;
import dev.inquest.api.arch.KnownStacks;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.image.LittleEndian;
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
 * One walk over one chain of frames, as arch/x86/kernel/unwind_orc.c goes, with call frame information beside ORC.
 *
 * <p>A walk ends: within a stack the stack pointer only rises, a stack that was left is not entered again, and the number of frames
 * is bounded.
 */
final class StackWalk {
    private static final int MOST_FRAMES = 4096;
    /** How far one frame may reach where the bounds of the stack are not known. */
    private static final long LARGEST_FRAME = 65536;
    /** {@code TOP_OF_KERNEL_STACK_PADDING} is 16 with FRED (from 6.9), otherwise 0. */
    private static final long TOP_PADDING = 16;

    private static final Set<Integer> ORC_KEEPS = Set.of(X8664Registers.RBP);

    private final Memory memory;
    private final UnwindSource tables;
    private final CodeMap code;
    private final KnownStacks stacks;
    private final List<RawFrame> frames = new ArrayList<>();
    private final Set<StackArea> left = new HashSet<>();

    StackWalk(Memory memory, UnwindSource tables, CodeMap code, KnownStacks stacks) {
        this.memory = memory;
        this.tables = tables;
        this.code = code;
        this.stacks = stacks;
    }

    /** Where the walk stands: a frame, whose stack pointer is that of its registers. */
    private record Position(Registers registers, FrameKind kind, Trust trust, long shownSp, long savedAt) {
        static Position saved(Registers registers, Trust trust, long savedAt) {
            boolean user = X8664Registers.userMode(registers);
            return new Position(
                    registers, user ? FrameKind.USER : FrameKind.INTERRUPTED, trust, registers.sp(), savedAt);
        }
    }

    /** Walks from registers that were taken at an instruction. */
    RawStack fromRegisters(Registers registers) {
        return walk(Position.saved(registers, Trust.CONTEXT, 0));
    }

    /**
     * Walks from a return address on the stack.
     *
     * @param registers the registers after the return
     * @param slot address of the slot that held the return address
     * @param trust how the slot was found
     */
    RawStack fromReturnAddress(Registers registers, long slot, Trust trust) {
        return walk(new Position(registers, FrameKind.CALL, trust, slot, 0));
    }

    private RawStack walk(Position start) {
        Position position = start;
        String end = null;
        boolean complete = false;
        try {
            while (end == null) {
                add(position);
                if (position.kind() == FrameKind.USER) {
                    end = "entry from user mode";
                    complete = true;
                } else if (entering(position)) {
                    return new RawStack(List.copyOf(frames), StackEnd.betweenModes());
                } else {
                    if (frames.size() >= MOST_FRAMES) {
                        throw new TrailEnds("more than " + MOST_FRAMES + " frames");
                    }
                    Position next = caller(position);
                    if (next == null) {
                        end = endWords(position);
                        complete = true;
                    } else {
                        String damage = damage(position, next);
                        if (damage != null) {
                            // What the processor or the kernel saved is true, wherever its stack pointer leads.
                            if (next.kind() == FrameKind.INTERRUPTED) {
                                add(next);
                            }
                            throw new TrailEnds(damage);
                        }
                        position = next;
                    }
                }
            }
        } catch (TrailEnds e) {
            end = e.reason();
        } catch (FaultException e) {
            return new RawStack(List.copyOf(frames), StackEnd.unreadable(e.fault()));
        }
        return new RawStack(List.copyOf(frames), complete, end);
    }

    /**
     * Returns whether the processor had just come by {@code syscall}, or was about to go back: that instruction leaves the stack pointer as it
     * is, and the kernel's first instructions run on it, for which the tables have no way on (arch/x86/entry/entry_64.S).
     */
    private boolean entering(Position position) {
        Registers registers = position.registers();
        if (position.kind() != FrameKind.INTERRUPTED
                || !registers.knows(X8664Registers.RSP)
                || registers.sp() < 0
                || !code.code(registers.pc())) {
            return false;
        }
        UnwindRow row = null;
        try {
            row = tables.row(registers.pc());
        } catch (FaultException e) {
            // The step to the caller tells of it.
        }
        return row != null && (row.kind() == UnwindRow.Kind.END || row.kind() == UnwindRow.Kind.UNDEFINED);
    }

    private void add(Position position) {
        StackArea stack = position.kind() == FrameKind.USER ? null : stacks.at(position.shownSp());
        String name = stack != null ? stack.name() : position.kind() == FrameKind.USER ? "user" : "unknown";
        frames.add(new RawFrame(
                position.registers().pc(),
                position.shownSp(),
                position.kind(),
                position.trust(),
                position.registers(),
                position.savedAt(),
                name));
    }

    private String endWords(Position position) {
        String function = code.function(position.registers().pc());
        if (function == null) {
            return "outermost frame";
        }
        if (function.startsWith("ret_from_fork")) {
            return "kernel thread start";
        }
        return function.contains("startup_64") || function.startsWith("x86_64_start")
                ? "processor start"
                : "outermost frame";
    }

    /** Returns the next frame, or null when the tables say that there is none. */
    private @Nullable Position caller(Position position) throws TrailEnds {
        Registers registers = position.registers();
        long pc = registers.pc();
        UnwindRow row;
        try {
            row = tables.row(position.kind() == FrameKind.CALL ? pc - 1 : pc);
        } catch (FaultException e) {
            return withoutTable(registers, e);
        }
        if (row == null) {
            return position.kind() == FrameKind.INTERRUPTED && !code.code(pc)
                    ? badCall(registers)
                    : withoutTable(registers, "no unwind table covers ");
        }
        switch (row.kind()) {
            case END -> {
                return null;
            }
            case UNDEFINED -> {
                return withoutTable(registers, "the unwind table has no way on from ");
            }
            case CALL, REGISTERS, PARTIAL_REGISTERS -> {}
        }
        FrameRules rules = new FrameRules(row, registers, memory, kept(row));
        long cfa = cfa(rules);
        if ((cfa & 7) != 0) {
            throw new TrailEnds("the frame of " + where(pc) + " leads to a stack pointer that is not aligned: "
                    + TrailEnds.hex(cfa));
        }
        return switch (row.kind()) {
            case REGISTERS -> savedRegisters(cfa);
            case PARTIAL_REGISTERS -> hardwareFrame(registers, cfa);
            default -> returnTo(rules, row, cfa);
        };
    }

    /** Of the registers that functions preserve, ORC speaks of {@code rbp} alone. */
    private static Set<Integer> kept(UnwindRow row) {
        return row.origin().equals("orc") ? ORC_KEEPS : X8664Registers.SET.preserved();
    }

    private static long cfa(FrameRules rules) throws TrailEnds {
        try {
            return rules.cfa();
        } catch (UnknownValueException e) {
            throw new TrailEnds(e.reason());
        }
    }

    /** Returns the address of the slot that holds the return address. */
    private static long returnSlot(UnwindRow row, long cfa) {
        return row.registers().get(row.returnAddressRegister()) instanceof UnwindRule.AtCfa at
                ? cfa + at.offset()
                : cfa - 8;
    }

    private Position returnTo(FrameRules rules, UnwindRow row, long cfa) throws TrailEnds {
        Registers caller;
        try {
            caller = rules.caller(cfa);
        } catch (UnknownValueException e) {
            throw new TrailEnds(e.reason());
        }
        long slot = returnSlot(row, cfa);
        checkReturnAddress(caller.pc(), slot);
        Trust trust = row.origin().equals("orc") ? Trust.ORC : Trust.CFI;
        return row.interrupted()
                ? new Position(caller, FrameKind.INTERRUPTED, trust, caller.sp(), 0)
                : new Position(caller, FrameKind.CALL, trust, slot, 0);
    }

    private @Nullable Position savedRegisters(long at) {
        Registers saved = X8664Registers.fromPtRegs(LittleEndian.of(memory.bytes(at, X8664Registers.PT_REGS_SIZE)), 0);
        StackArea task = stacks.task();
        boolean top = task != null
                && at + X8664Registers.PT_REGS_SIZE <= task.high()
                && at + X8664Registers.PT_REGS_SIZE + TOP_PADDING >= task.high();
        // Kernel threads have a pt_regs on top of their stack that nothing ever saved registers in.
        return top && !X8664Registers.userMode(saved) ? null : Position.saved(saved, Trust.CONTEXT, at);
    }

    /** What the processor pushed lies at an address: rip, cs, rflags, rsp, ss. Other registers have not changed since. */
    private Position hardwareFrame(Registers registers, long at) {
        LittleEndian bytes = LittleEndian.of(memory.bytes(at, 5 * 8));
        Registers saved = registers
                .with(X8664Registers.RIP, bytes.u64(0))
                .with(X8664Registers.CS, bytes.u64(8))
                .with(X8664Registers.RFLAGS, bytes.u64(16))
                .with(X8664Registers.RSP, bytes.u64(24))
                .with(X8664Registers.SS, bytes.u64(32));
        return Position.saved(saved, Trust.CONTEXT, 0);
    }

    /**
     * The processor was sent to an address without code, by a call through a bad pointer: the call has just pushed its return
     * address. That is no more than likely, so the word must point behind a call instruction.
     */
    private Position badCall(Registers registers) throws TrailEnds {
        long slot = registers.sp();
        long returnAddress = memory.u64(slot);
        if (!isReturnAddress(returnAddress)) {
            throw new TrailEnds(
                    "no code at " + TrailEnds.hex(registers.pc()) + ", and no return address on top of the stack");
        }
        Registers caller = registers.with(X8664Registers.RIP, returnAddress).with(X8664Registers.RSP, slot + 8);
        return new Position(caller, FrameKind.CALL, Trust.SCAN, slot, 0);
    }

    /** Code whose row in the table cannot be read: as without a table, and where that leads nowhere, for that reason. */
    private Position withoutTable(Registers registers, FaultException unreadable) {
        try {
            return withoutTable(registers, "");
        } catch (TrailEnds e) {
            throw unreadable;
        }
    }

    /**
     * Code that no table covers: by the call that led there, when it can be proven; otherwise (code that was generated has no
     * such call) by a chain of frame pointers, where it looks like one.
     */
    private Position withoutTable(Registers registers, String reason) throws TrailEnds {
        long sp = registers.sp();
        StackArea stack = stacks.at(sp);
        if (stack != null) {
            long slot = CallSites.find(memory, code, sp, stack.high(), code.entry(registers.pc()));
            if (slot != 0) {
                return returnThrough(registers, slot, Trust.SCAN);
            }
            long frame = registers.get(X8664Registers.RBP);
            boolean plausible = registers.knows(X8664Registers.RBP)
                    && (frame & 7) == 0
                    && Long.compareUnsigned(frame, sp) >= 0
                    && Long.compareUnsigned(frame, stack.high() - 16) <= 0;
            if (plausible && isReturnAddress(memory.u64(frame + 8))) {
                Registers caller = Registers.none(X8664Registers.SET).with(X8664Registers.RBP, memory.u64(frame));
                return returnThrough(caller, frame + 8, Trust.FRAME_POINTER);
            }
        }
        throw new TrailEnds(reason + where(registers.pc()));
    }

    /** Undoes a call whose return address is in a slot; of the registers only {@code rbp} is taken over. */
    private Position returnThrough(Registers registers, long slot, Trust trust) {
        Registers caller = Registers.none(X8664Registers.SET)
                .with(X8664Registers.RIP, memory.u64(slot))
                .with(X8664Registers.RSP, slot + 8);
        if (registers.knows(X8664Registers.RBP)) {
            caller = caller.with(X8664Registers.RBP, registers.get(X8664Registers.RBP));
        }
        return new Position(caller, FrameKind.CALL, trust, slot, 0);
    }

    private boolean isReturnAddress(long pc) {
        return code.code(pc) && CallSites.afterCall(memory, pc);
    }

    private void checkReturnAddress(long pc, long slot) throws TrailEnds {
        if (!code.code(pc)) {
            throw new TrailEnds("the word at " + TrailEnds.hex(slot) + " is no return address: " + TrailEnds.hex(pc));
        }
    }

    /** Returns what is wrong with a stack pointer that neither rises nor goes to a stack that was not left yet, or null. */
    private @Nullable String damage(Position from, Position to) {
        if (to.kind() == FrameKind.USER) {
            return null;
        }
        long before = from.registers().sp();
        long after = to.registers().sp();
        StackArea here = stacks.at(before);
        StackArea there = stacks.at(after);
        boolean same = here == null ? there == null : there != null && here.low() == there.low();
        if (same) {
            boolean rises = Long.compareUnsigned(after, before) > 0;
            return rises && (here != null || after - before <= LARGEST_FRAME)
                    ? null
                    : "the stack pointer does not rise: from " + TrailEnds.hex(before) + " to " + TrailEnds.hex(after);
        }
        if (here != null) {
            left.add(here);
        }
        if (there == null) {
            return "the stack pointer " + TrailEnds.hex(after) + " lies on no stack of this task or processor";
        }
        return left.contains(there)
                ? "the stack pointer " + TrailEnds.hex(after) + " leads back to the " + there.name() + " stack"
                : null;
    }

    private String where(long pc) {
        String function = code.function(pc);
        return function == null ? TrailEnds.hex(pc) : function;
    }
}
