package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler leaves on the stack of a task that it switches away from: {@code struct inactive_task_frame}
 * (arch/x86/include/asm/switch_to.h, since 4.9), to which {@code task_struct.thread.sp} points.
 *
 * <pre>
 * frame := [ flags:u64 ] r15 r14 r13 r12 bx bp ret_addr      (u64 each; flags from 5.1 to 5.7)
 * </pre>
 *
 * @param threadSp offset of {@code thread.sp} in {@code struct task_struct}
 * @param returnAddress offset of {@code ret_addr}; the registers lie below it
 */
@Reads(value = "task_struct", optional = "thread.sp", lost = "stacks of tasks that slept")
@Reads(value = "inactive_task_frame", optional = "ret_addr", mayLack = true)
record SavedFrame(long threadSp, long returnAddress) {
    private static final int[] BELOW_RETURN = {
        X8664Registers.RBP,
        X8664Registers.RBX,
        X8664Registers.R12,
        X8664Registers.R13,
        X8664Registers.R14,
        X8664Registers.R15
    };

    /** Finds the offsets; null when the kernel's types do not tell where the stack pointer is. */
    static @Nullable SavedFrame of(Kernel kernel) {
        StructType.@Nullable Place sp = place(kernel, "task_struct", "thread.sp");
        StructType.@Nullable Place returnAddress = place(kernel, "inactive_task_frame", "ret_addr");
        return sp == null
                ? null
                : new SavedFrame(
                        sp.offset(), returnAddress == null ? BELOW_RETURN.length * 8L : returnAddress.offset());
    }

    private static StructType.@Nullable Place place(Kernel kernel, String struct, String member) {
        return kernel.findType(TypeSource.Kind.STRUCT, struct) instanceof StructType type ? type.find(member) : null;
    }

    /** Returns the address of the slot that holds the return address. */
    long slot(long savedSp) {
        return savedSp + returnAddress;
    }

    /** Returns the registers that the task goes on with, its stack pointer above the return address. */
    Registers registers(LittleEndian bytes, long savedSp) {
        Registers registers = Registers.none(X8664Registers.SET)
                .with(X8664Registers.RIP, bytes.u64(returnAddress))
                .with(X8664Registers.RSP, slot(savedSp) + 8);
        for (int i = 0; i < BELOW_RETURN.length; i++) {
            registers = registers.with(BELOW_RETURN[i], bytes.u64(returnAddress - 8L * (i + 1)));
        }
        return registers;
    }
}
