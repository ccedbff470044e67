package dev.inquest.arch.arm64;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler saves of a task that it switches away from: {@code task_struct.thread.cpu_context}
 * (arch/arm64/include/asm/processor.h; arch/arm64/kernel/entry.S, {@code cpu_switch_to}).
 *
 * <pre>
 * cpu_context := x19 … x28 fp sp pc      (u64 each)
 * </pre>
 *
 * @param offset of {@code cpu_context} in {@code struct task_struct}
 */
@Reads(value = "task_struct", optional = "thread.cpu_context", lost = "stacks of tasks that slept")
record SavedContext(long offset) {
    private static final int FIRST = 19;
    private static final int LAST = 29;
    private static final int SIZE = 13 * 8;

    /** Finds the offset; null when the kernel's types do not tell it. */
    static @Nullable SavedContext of(Kernel kernel) {
        if (kernel.findType(TypeSource.Kind.STRUCT, "task_struct") instanceof StructType type) {
            StructType.@Nullable Place place = type.find("thread.cpu_context");
            return place == null ? null : new SavedContext(place.offset());
        }
        return null;
    }

    /** Reads the registers that the task goes on with. */
    Registers read(Memory memory, long task) {
        LittleEndian bytes = LittleEndian.of(memory.bytes(task + offset, SIZE));
        Registers registers = Registers.none(Arm64Registers.SET);
        for (int number = FIRST; number <= LAST; number++) {
            registers = registers.with(Arm64Registers.x(number), bytes.u64((number - FIRST) * 8L));
        }
        return registers.with(Arm64Registers.SP, bytes.u64(11 * 8)).with(Arm64Registers.PC, bytes.u64(12 * 8));
    }
}
