package dev.inquest.arch.x8664;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import org.jspecify.annotations.Nullable;

/** The code of a kernel session. */
record KernelCode(Kernel kernel) implements CodeMap {

    @Override
    public boolean code(long pc) {
        return pc < 0 && pc >= AddressSpace.KERNEL_MAP && pc < AddressSpace.MODULES_END;
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
        Symbol symbol = code(pc) ? kernel.symbolAt(pc) : null;
        return symbol != null && symbol.text() ? symbol : null;
    }
}
