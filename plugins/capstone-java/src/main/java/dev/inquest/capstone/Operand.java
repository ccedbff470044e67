package dev.inquest.capstone;

import org.jspecify.annotations.Nullable;

/**
 * One operand of an instruction.
 *
 * @param value what it is
 * @param size its size in bytes; 0 where Capstone does not tell (all but x86)
 * @param access what the instruction does with it; unknown on PowerPC
 * @param modifier a shift or extension of the operand, or null for none (AArch64)
 * @param lane the element of a vector register, or -1 for the whole (AArch64)
 */
public record Operand(
        Value value, int size, Access access, @Nullable Modifier modifier, int lane) {

    /** What an operand is. */
    public sealed interface Value {}

    /**
     * A register.
     *
     * @param register the register
     */
    public record InRegister(Register register) implements Value {}

    /**
     * A number in the instruction. The target of a relative branch is the address itself.
     *
     * @param number the number
     */
    public record Immediate(long number) implements Value {}

    /**
     * Memory at {@code segment:base + index * scale + displacement}.
     *
     * @param segment a segment register, or null (x86)
     * @param base the base, or null; it may be the program counter
     * @param index the index, or null
     * @param scale what the index is multiplied by
     * @param displacement the displacement in bytes
     */
    public record InMemory(
            @Nullable Register segment,
            @Nullable Register base,
            @Nullable Register index,
            int scale,
            long displacement) implements Value {}

    /**
     * A floating-point number in the instruction.
     *
     * @param number the number
     */
    public record FloatingPoint(double number) implements Value {}

    /**
     * A field of the condition register and a condition (PowerPC).
     *
     * @param register the field
     * @param scale what {@code ppc_op_crx.scale} says
     * @param condition {@code ppc_bc}
     */
    public record Condition(Register register, int scale, int condition) implements Value {}

    /**
     * Something of the system's: a system register, a barrier, a prefetch or cache operation (AArch64).
     *
     * @param type {@code arm64_op_type}
     * @param number its number among those of its type
     */
    public record SystemValue(int type, long number) implements Value {}

    /**
     * A shift or an extension.
     *
     * @param name {@code lsl msl lsr asr ror}, {@code uxtb … sxtx}
     * @param amount by how many bits
     */
    public record Modifier(String name, int amount) {}
}
