package dev.inquest.core.model;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.SavedStack;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks stacks and puts symbols to them. */
public final class StackTracer {
    private static final int MOST_STACK = 1 << 20;
    private static final int LABELS_IN_FUNCTION = 16;

    private final Kernel kernel;
    private final Function<String, @Nullable Symbol> own;
    private final Once<CrashRegisters> registers;
    private final Once<Unwinder> unwinder;
    private final Once<Integer> stackSize;

    /**
     * Makes the tracer; nothing is read yet.
     *
     * @param kernel the kernel
     * @param own finds a symbol among those of the kernel itself: for names that some kernels lack, which no module needs to be searched for
     */
    public StackTracer(Kernel kernel, Function<String, @Nullable Symbol> own) {
        this.kernel = kernel;
        this.own = own;
        this.registers = new Once<>(() -> new CrashRegisters(kernel));
        this.unwinder = new Once<>(() -> kernel.arch().unwinder(kernel));
        this.stackSize = new Once<>(this::findStackSize);
    }

    /**
     * Walks a task's stack.
     *
     * @param task the task
     * @param lines whether to look up files, lines and inlined functions
     */
    public StackTrace stack(Task task, boolean lines) {
        return stack(task, lines, null);
    }

    /** Walks a stack as {@link #stack(Task, boolean)} does, with lines, but from these registers. */
    public StackTrace stackFrom(Task task, Registers registers) {
        return stack(task, true, registers);
    }

    private StackTrace stack(Task task, boolean lines, @Nullable Registers given) {
        Unwinder.RawStack raw;
        try {
            OptionalLong base = task.stackBase();
            boolean active = task.active();
            if (base.isEmpty() && !active && given == null) {
                return new StackTrace(task, List.of(), StackEnd.of(StackEnd.Kind.NO_STACK));
            }
            raw = unwinder.get()
                    .unwind(new Unwinder.Start(
                            task.address(),
                            task.cpu(),
                            active && given == null,
                            given != null
                                    ? given
                                    : active ? crashRegisters(task).orElse(null) : null,
                            base.orElse(0),
                            stackSize.get()));
        } catch (FaultException e) {
            return new StackTrace(task, List.of(), StackEnd.unreadable(e.fault()));
        } catch (MissingTypeException e) {
            return new StackTrace(task, List.of(), StackEnd.broken(String.valueOf(e.getMessage())));
        }
        return new StackTrace(task, frames(raw, lines), raw.end());
    }

    private List<Frame> frames(Unwinder.RawStack raw, boolean lines) {
        List<Frame> frames = new ArrayList<>(raw.frames().size() + 8);
        for (Unwinder.RawFrame frame : raw.frames()) {
            symbolise(frame, lines, frames);
        }
        return List.copyOf(frames);
    }

    /**
     * Walks the stacks that the registers in the dump's notes point into. Nothing tells whose they are, so that each counts as an area of a
     * stack's size and alignment (THREAD_ALIGN), which stacks of tasks and of interrupts have.
     */
    public List<SavedStack> savedStacks(boolean lines) {
        List<SavedStack> stacks = new ArrayList<>();
        int size = stackSize.get();
        for (CpuRegisters saved : kernel.arch().crashRegisters()) {
            try {
                long base = saved.registers().sp() & -(long) size;
                Unwinder.RawStack raw =
                        unwinder.get().unwind(new Unwinder.Start(0, saved.cpu(), true, saved.registers(), base, size));
                stacks.add(new SavedStack(saved, frames(nobodys(raw), lines), raw.end()));
            } catch (FaultException e) {
                stacks.add(new SavedStack(saved, List.of(), StackEnd.unreadable(e.fault())));
            } catch (MissingTypeException e) {
                stacks.add(new SavedStack(saved, List.of(), StackEnd.broken(String.valueOf(e.getMessage()))));
            }
        }
        return stacks;
    }

    /** Takes back that the first stack is a task's: that was said to the unwinder, and is not known. */
    private static Unwinder.RawStack nobodys(Unwinder.RawStack raw) {
        List<Unwinder.RawFrame> frames = raw.frames().stream()
                .map(frame -> frame.stack().equals("task")
                        ? new Unwinder.RawFrame(
                                frame.pc(),
                                frame.sp(),
                                frame.kind(),
                                frame.trust(),
                                frame.registers(),
                                frame.savedAt(),
                                "unknown")
                        : frame)
                .toList();
        return new Unwinder.RawStack(frames, raw.end());
    }

    /** Returns the size of a task's stack. */
    public int stackSize() {
        return stackSize.get();
    }

    /** Returns the registers of a task that ran at the time of the crash. */
    public Optional<Registers> crashRegisters(Task task) {
        return registers.get().of(task.address());
    }

    /**
     * Returns THREAD_SIZE: what lies between the symbols around the first task's stack (INIT_TASK_DATA in
     * include/asm-generic/vmlinux.lds.h; renamed from task to stack after 6.1), or what the architecture says.
     */
    private int findStackSize() {
        Symbol end = own.apply("__end_init_stack");
        Symbol start = own.apply("__start_init_stack");
        if (start == null || end == null) {
            end = own.apply("__end_init_task");
            start = own.apply("__start_init_task");
        }
        long size = start == null || end == null ? 0 : end.address() - start.address();
        boolean plausible = size >= 4096 && size <= MOST_STACK && Long.bitCount(size) == 1;
        return plausible ? (int) size : kernel.arch().kernelStackSize();
    }

    /** Adds the frame, and above it those of the functions that were inlined at its pc. */
    private void symbolise(Unwinder.RawFrame raw, boolean lines, List<Frame> frames) {
        if (raw.kind() == Unwinder.FrameKind.USER) {
            frames.add(new Frame(raw, null, null, 0, null, false, null));
            return;
        }
        // A return address stands behind the call, perhaps already in the next line or function.
        long lookup = raw.kind() == Unwinder.FrameKind.CALL ? raw.pc() - 1 : raw.pc();
        Symbol symbol = containing(lookup);
        String name = symbol == null ? null : symbol.name();
        long offset = symbol == null ? 0 : raw.pc() - symbol.address();
        String module = symbol != null
                ? symbol.module()
                : kernel.moduleAt(lookup).map(found -> found.name()).orElse(null);
        List<LineSource.Position> positions = lines ? positions(lookup) : List.of();
        boolean container = false;
        for (LineSource.Position position : positions) {
            String function = position.function() != null ? position.function() : name;
            frames.add(new Frame(raw, function, name, offset, module, position.inlined(), position));
            container = !position.inlined();
        }
        if (!container) {
            frames.add(new Frame(raw, name, name, offset, module, false, null));
        }
    }

    private List<LineSource.Position> positions(long pc) {
        try {
            return kernel.positions(pc);
        } catch (FaultException | MissingTypeException e) {
            return List.of();
        }
    }

    /**
     * Returns the symbol that contains an address. The nearest one may be a mere label without a size inside a function, such as
     * {@code entry_SYSCALL_64_after_hwframe} inside {@code entry_SYSCALL_64}; then the function is meant.
     */
    private @Nullable Symbol containing(long pc) {
        Symbol nearest = kernel.symbolAt(pc);
        Symbol symbol = nearest;
        for (int i = 0; symbol != null && i < LABELS_IN_FUNCTION; i++) {
            if (Long.compareUnsigned(pc - symbol.address(), symbol.size()) < 0) {
                return symbol;
            }
            if (symbol.size() != 0) {
                break;
            }
            symbol = kernel.symbolAt(symbol.address() - 1);
        }
        return nearest;
    }
}
