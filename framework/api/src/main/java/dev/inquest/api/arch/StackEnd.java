package dev.inquest.api.arch;

import dev.inquest.api.memory.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Why the walk over a stack ended.
 *
 * @param kind what kind of end
 * @param words the reason for users, for instance {@code "entry from user mode"}; never empty
 * @param fault what could not be read, for {@link Kind#UNREADABLE}
 */
public record StackEnd(Kind kind, String words, @Nullable Fault fault) {

    /** The kinds of ends. */
    public enum Kind {
        /** The task came in from user mode, or runs there. */
        USER_MODE("entry from user mode", true),
        /** The first function of a kernel thread. */
        THREAD_START("kernel thread start", true),
        /** Where a processor begins to run the kernel, below its idle task. */
        PROCESSOR_START("processor start", true),
        /** The unwind tables name no caller of the last function. */
        OUTERMOST("outermost frame", true),
        /** The task had given its stack back. */
        NO_STACK("the task has no stack any more", true),
        /** Memory on the way is not in the dump. */
        UNREADABLE("memory that is not there", false),
        /** The way on is not known: no registers, no unwind table, or what was found makes no sense. */
        BROKEN("the trail is lost", false);

        private final String words;
        private final boolean proper;

        Kind(String words, boolean proper) {
            this.words = words;
            this.proper = proper;
        }

        /** Returns the kind in words. */
        public String words() {
            return words;
        }

        /** Returns whether the stack is all there. */
        public boolean proper() {
            return proper;
        }
    }

    /** Makes an end that its kind tells all about. */
    public static StackEnd of(Kind kind) {
        return new StackEnd(kind, kind.words(), null);
    }

    /**
     * Makes the end of a stack that is empty: the processor was in the few instructions of the kernel in which the stack pointer is still, or
     * again, that of user mode.
     */
    public static StackEnd betweenModes() {
        return new StackEnd(Kind.USER_MODE, "between user mode and the kernel", null);
    }

    /** Makes an end at memory that could not be read. */
    public static StackEnd unreadable(Fault fault) {
        return new StackEnd(Kind.UNREADABLE, fault.message(), fault);
    }

    /** Makes an end of a trail that got lost, with the reason. */
    public static StackEnd broken(String words) {
        return new StackEnd(Kind.BROKEN, words, null);
    }

    /** Makes an end from whether it is a proper one and its words, of which those of a kind stand for that kind. */
    public static StackEnd of(boolean complete, String words) {
        for (Kind kind : Kind.values()) {
            if (kind.proper() == complete && kind.words().equals(words)) {
                return of(kind);
            }
        }
        return new StackEnd(complete ? Kind.OUTERMOST : Kind.BROKEN, words, null);
    }
}
