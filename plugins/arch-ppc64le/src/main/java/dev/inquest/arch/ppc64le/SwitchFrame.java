package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.StructType;
import java.util.OptionalLong;

/**
 * What the scheduler leaves on the stack of a task that it switches away from ({@code _switch}, arch/powerpc/kernel/entry_64.S; switch.S
 * since 6.5): a frame to which {@code task_struct.thread.ksp} points, with the callee-saved registers and the address to go on at in the
 * places that they have in {@code pt_regs}.
 *
 * <pre>
 * frame := back chain:u64 … pt_regs at 112 (until 6.1) or 48 (since 6.2): gpr14 … gpr31 nip
 * </pre>
 */
final class SwitchFrame {
    private static final int[] REGISTERS_AT = {112, 48};
    private static final int FIRST_SAVED = 14;

    private SwitchFrame() {}

    /** Returns the offset of {@code thread.ksp} in {@code struct task_struct}, when a type tells it. */
    static OptionalLong stackPointerOffset(Kernel kernel) {
        if (kernel.findType(TypeSource.Kind.STRUCT, "task_struct") instanceof StructType type) {
            StructType.Place place = type.find("thread.ksp");
            if (place != null) {
                return OptionalLong.of(place.offset());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Returns the registers that the task goes on with behind the call of {@code _switch}; the program counter is not known
     * where no place holds an address of code.
     */
    static Registers registers(Memory memory, CodeMap code, long ksp) {
        long caller = memory.u64(ksp);
        Registers registers = Registers.none(Ppc64leRegisters.SET).with(Ppc64leRegisters.R1, caller);
        for (int at : REGISTERS_AT) {
            long nip = memory.u64(ksp + at + Ppc64leRegisters.NIP * 8L);
            if (code.code(nip) && code.function(nip) != null) {
                for (int i = FIRST_SAVED; i < 32; i++) {
                    registers = registers.with(i, memory.u64(ksp + at + i * 8L));
                }
                return registers.with(Ppc64leRegisters.NIP, nip);
            }
        }
        return registers;
    }
}
