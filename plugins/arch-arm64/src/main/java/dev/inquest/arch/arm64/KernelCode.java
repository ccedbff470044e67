package dev.inquest.arch.arm64;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * The code of a kernel session, and its return addresses.
 *
 * <p>With pointer authentication a return address on the stack has a code in the bits that translation does not use
 * (Documentation/arch/arm64/pointer-authentication.rst). VMCOREINFO tells which ({@code KERNELPACMASK}, since 5.8; 0 where the machine does not
 * sign); otherwise it is all bits above the addresses but bit 55, which tells the kernel's half from the user's.
 *
 * @param kernel the session
 * @param mapping how the kernel is mapped
 */
record KernelCode(Kernel kernel, KernelMapping mapping) implements CodeMap {

    @Override
    public boolean code(long pc) {
        LinearMap linear = mapping.linear();
        boolean high = pc >> mapping.addressBits() == -1 && pc < -4096;
        return high && (pc & 3) == 0 && (linear == null || !linear.inRange(pc));
    }

    @Override
    public long strip(long pointer) {
        return (pointer & 1L << 55) != 0 ? pointer | mask() : pointer;
    }

    private long mask() {
        long derived = -1L << mapping.addressBits() & ~(1L << 55);
        return mapping.info() == null
                ? derived
                : mapping.info().number("KERNELPACMASK").orElse(derived);
    }

    @Override
    public @Nullable String function(long pc) {
        Symbol symbol = symbol(pc);
        return symbol == null ? null : symbol.name();
    }

    @Override
    public long entry(long pc) {
        Symbol symbol = symbol(pc);
        return symbol == null ? 0 : symbol.address();
    }

    private @Nullable Symbol symbol(long pc) {
        Symbol symbol = code(pc & ~3L) ? kernel.symbolAt(pc) : null;
        return symbol != null && symbol.text() ? symbol : null;
    }
}
