package dev.inquest.arch.arm64;

import dev.inquest.api.arch.ArchSession.SavedRegisters;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code struct pt_regs} that an exception leaves on the stack (arch/arm64/include/asm/ptrace.h; arch/arm64/kernel/entry.S, {@code
 * kernel_entry}). It contains a frame record, so that the chain of records leads through it.
 *
 * <pre>
 * pt_regs     := user_regs (x0 … x30 sp pc pstate, u64 each) orig_x0 … record …
 * record      := fp:u64 lr:u64 [ type:u64 ]
 *                from user mode: 0 0
 *                from the kernel, before c2c6b27b5aa1 (6.13): the interrupted x29 and pc
 *                since then: 0 0 and a type: 1 the outermost record, 2 the registers have x29 and pc
 * </pre>
 *
 * The outermost record of a thread lies in the {@code pt_regs} at the top of its stack (since 7d7b720a4b80, 5.14).
 *
 * @param record offset in bytes of the record in {@code struct pt_regs}
 * @param size size in bytes of {@code struct pt_regs}
 * @param typed whether records have a type
 */
@Reads(value = "pt_regs", optional = "stackframe")
record ExceptionFrames(long record, long size, boolean typed) {
    private static final long RECORD_OTHERWISE = 304;
    private static final long SIZE_OTHERWISE = 336;
    private static final int X29 = 29 * 8;
    private static final int PC = 32 * 8;
    /** {@code FRAME_META_TYPE_PT_REGS} (arch/arm64/include/asm/stacktrace/frame.h). */
    private static final long TYPE_PT_REGS = 2;

    /** Finds the layout in the kernel's types; that of 5.13 to 6.12 where they do not tell it. */
    static ExceptionFrames of(Kernel kernel) {
        if (kernel.findType(TypeSource.Kind.STRUCT, "pt_regs") instanceof StructType type) {
            StructType.@Nullable Place place = type.find("stackframe");
            boolean typed = kernel.findType(TypeSource.Kind.STRUCT, "frame_record_meta") != null;
            return new ExceptionFrames(place == null ? RECORD_OTHERWISE : place.offset(), type.size(), typed);
        }
        return new ExceptionFrames(RECORD_OTHERWISE, SIZE_OTHERWISE, false);
    }

    /**
     * Returns whether a record is part of registers that the kernel saved as it was interrupted.
     *
     * @param memory the kernel's memory; faults pass through
     * @param at address of the record
     * @param fp its first word
     * @param lr its second word
     */
    boolean interrupted(Memory memory, long at, long fp, long lr) {
        if (typed) {
            return fp == 0 && lr == 0 && memory.u64(at + 16) == TYPE_PT_REGS;
        }
        long registers = at - record;
        return lr != 0
                && memory.u64(registers + X29) == fp
                && memory.u64(registers + PC) == lr
                && Arm64Registers.kernelMode(registers(memory, at));
    }

    /** Returns whether a record lies where the outermost one of a stack must lie. */
    boolean outermost(long at, StackArea stack) {
        return at - record + size == stack.high();
    }

    /** Returns the registers around a record. */
    Registers registers(Memory memory, long at) {
        byte[] bytes = memory.bytes(at - record, Arm64Registers.USER_PT_REGS_SIZE);
        return Arm64Registers.fromPtRegs(LittleEndian.of(bytes), 0);
    }

    /**
     * Searches a stack for registers that exceptions saved: those of the kernel have a record that says the same as they do, those of user mode lie
     * at the top of a task's stack.
     */
    List<SavedRegisters> search(Kernel kernel, long low, long high) {
        List<SavedRegisters> found = new ArrayList<>();
        Memory memory = kernel.memory();
        memory.bytes(low, (int) (high - low));
        for (long at = (low + 15 & ~15L) + record; at - record + size <= high; at += 16) {
            long fp = memory.u64(at);
            long lr = memory.u64(at + 8);
            Registers registers = registers(memory, at);
            boolean top = at - record + size == high;
            boolean user = top
                    && fp == 0
                    && lr == 0
                    && Arm64Registers.userMode(registers)
                    && registers.pc() > 0
                    && registers.sp() > 0;
            if (user || isCode(kernel, registers.pc()) && interrupted(memory, at, fp, lr)) {
                found.add(new SavedRegisters(at - record, user, registers));
            }
        }
        return found;
    }

    private static boolean isCode(Kernel kernel, long pc) {
        Symbol symbol = pc >= 0 ? null : kernel.symbolAt(pc);
        return symbol != null && symbol.text();
    }
}
