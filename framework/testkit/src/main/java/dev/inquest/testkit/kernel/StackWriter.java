package dev.inquest.testkit.kernel;

import java.util.List;
import java.util.Map;

/** Writes stacks that unwind to given frames, and the tables by which they do. */
public interface StackWriter {
    /**
     * One frame.
     *
     * @param function its function
     * @param offset of the instruction in it, in bytes
     */
    record Place(String function, int offset) {}

    /**
     * Writes a stack.
     *
     * @param frames innermost first
     * @param user whether it was entered from user mode; otherwise the outermost frame is where the thread began
     * @param low the stack's lowest address
     * @return the stack pointer of the innermost frame
     */
    long write(List<Place> frames, boolean user, long low);

    /** Leaves what the scheduler leaves for a task that it switches away from; returns the saved stack pointer. */
    long switchedOut(List<Place> frames, boolean user, long low);

    /**
     * Returns what else the scheduler saves in the {@code task_struct} of a task that does not run, by member.
     *
     * @param frames its stack's frames
     * @param stackPointer the saved stack pointer
     */
    default Map<String, Long> saved(List<Place> frames, long stackPointer) {
        return Map.of();
    }

    /** Returns the registers of a CPU in the order of {@code elf_gregset_t}. */
    long[] registers(Place place, long stackPointer);

    /** Writes the code of all functions and the unwinding tables; called when all stacks are written. */
    void finish();
}
