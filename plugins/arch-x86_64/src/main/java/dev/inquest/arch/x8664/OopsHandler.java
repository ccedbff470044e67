package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Memory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames between an oops and the dump. When an exception kills the kernel, the registers in the notes are those of the
 * exception ({@code crash_setup_regs} copies them); the handler that went on to {@code machine_kexec} lies below them on the
 * same stack, or on the stack of an exception that has one of its own. A return address into {@code machine_kexec} is looked for there; it counts only when the walk from it comes
 * through the very registers of the notes.
 */
final class OopsHandler {
    private static final int MOST_TRIES = 16;
    private static final long SIZE_OTHERWISE = 4096;

    private OopsHandler() {}

    /**
     * Walks from {@code machine_kexec}.
     *
     * @param memory the kernel's memory
     * @param stack the stack to look at: the one that the registers lie on, or another of the processor
     * @param registers the registers in the notes
     * @param machineKexec the function's symbol
     * @param walks makes a walk
     * @return the stack, which contains the registers' frame, or null
     */
    static @Nullable RawStack find(
            Memory memory, StackArea stack, Registers registers, Symbol machineKexec, Supplier<StackWalk> walks) {
        // On the registers' own stack the handler lies below them; any other it may fill to the top.
        long length = (stack.holds(registers.sp()) ? registers.sp() : stack.high()) - stack.low() & ~7L;
        if (length <= 0 || length > stack.high() - stack.low()) {
            return null;
        }
        byte[] bytes = new byte[(int) length];
        memory.tryRead(stack.low(), bytes, 0, bytes.length);
        LittleEndian words = LittleEndian.of(bytes);
        long size = machineKexec.size() != 0 ? machineKexec.size() : SIZE_OTHERWISE;
        int tries = 0;
        for (long offset = 0; offset < length && tries < MOST_TRIES; offset += 8) {
            long word = words.u64(offset);
            if (Long.compareUnsigned(word - 1 - machineKexec.address(), size) >= 0) {
                continue;
            }
            tries++;
            long slot = stack.low() + offset;
            Registers after = Registers.none(X8664Registers.SET)
                    .with(X8664Registers.RIP, word)
                    .with(X8664Registers.RSP, slot + 8);
            RawStack found = walks.get().fromReturnAddress(after, slot, Trust.SCAN);
            if (passes(found, registers)) {
                return found;
            }
        }
        return null;
    }

    private static boolean passes(RawStack stack, Registers registers) {
        for (RawFrame frame : stack.frames()) {
            if (frame.kind() == FrameKind.INTERRUPTED
                    && frame.pc() == registers.pc()
                    && frame.registers().sp() == registers.sp()) {
                return true;
            }
        }
        return false;
    }
}
