package dev.inquest.api.arch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks a kernel stack. It never invents a frame: where the trail ends, the stack says why. */
public interface Unwinder {

    /** Walks from a starting point. Bounded in frames and time; never throws for damaged memory. */
    RawStack unwind(Start start);

    /**
     * Where to begin.
     *
     * @param task address of the {@code task_struct}
     * @param cpu the CPU that the task ran on, or last ran on
     * @param active whether it ran at the time of the crash
     * @param registers registers to begin with; null to begin from what the scheduler saved in the task
     * @param stackBase lowest address of the task's stack, or 0 where it has none
     * @param stackSize size of the stack in bytes
     */
    record Start(
            long task, int cpu, boolean active, @Nullable Registers registers, long stackBase, int stackSize) {}

    /** How a frame was found, best first. */
    enum Trust {
        /** Registers saved by hardware, the kernel or the dump. */
        CONTEXT("context"),
        /** An ORC table. */
        ORC("orc"),
        /** DWARF call frame information. */
        CFI("cfi"),
        /** A frame pointer. */
        FRAME_POINTER("fp"),
        /** A back chain. */
        CHAIN("chain"),
        /** A word on the stack that looks like a return address. */
        SCAN("scan");

        private final String word;

        Trust(String word) {
            this.word = word;
        }

        /** Returns the word that results show. */
        public String word() {
            return word;
        }
    }

    /** What kind of code a frame is. */
    enum FrameKind {
        /** A function that called the one above it. */
        CALL,
        /** Code that an exception, interrupt or NMI interrupted, or the place where registers were saved. */
        INTERRUPTED,
        /** User mode: the stack ends here. */
        USER
    }

    /**
     * One frame before symbols are put to it.
     *
     * @param pc the program counter: a return address for {@link FrameKind#CALL}, exact for the others
     * @param sp for a call the address of the stack slot that holds {@code pc}, or where the ABI has a back chain (ppc64le) that of the
     *     function's own frame, as crash shows both; otherwise the stack pointer
     * @param kind what kind of code
     * @param trust how it was found
     * @param registers all registers that are known in this frame
     * @param savedAt address of the {@code pt_regs} that the frame was found in, or 0
     * @param stack the stack it lies on: {@code "task"}, {@code "irq"}, {@code "nmi"}, {@code "double fault"}, …
     */
    record RawFrame(long pc, long sp, FrameKind kind, Trust trust, Registers registers, long savedAt, String stack) {}

    /**
     * A stack.
     *
     * @param frames innermost first
     * @param end why the walk ended
     */
    record RawStack(List<RawFrame> frames, StackEnd end) {

        /** Makes a stack whose end is told by whether it is a proper one, and in words as {@link StackEnd.Kind} has them. */
        public RawStack(List<RawFrame> frames, boolean complete, String stopReason) {
            this(frames, StackEnd.of(complete, stopReason));
        }

        /** Returns whether the walk came to a proper end. */
        public boolean complete() {
            return end.kind().proper();
        }

        /** Returns why it ended, in words, for instance {@code "entry from user mode"} or {@code "0x…: page excluded"}. */
        public String stopReason() {
            return end.words();
        }
    }
}
