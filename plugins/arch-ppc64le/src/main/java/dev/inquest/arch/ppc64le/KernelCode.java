package dev.inquest.arch.ppc64le;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The code of a kernel session. */
record KernelCode(Kernel kernel) implements CodeMap {

    @Override
    public boolean code(long pc) {
        if ((pc & 3) != 0 || Long.compareUnsigned(pc, AddressSpace.LINEAR) < 0) {
            return false;
        }
        boolean image = Long.compareUnsigned(pc, AddressSpace.VIRTUAL_HASH_4K) < 0;
        return !image || symbol(pc) != null;
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

    @Override
    public boolean freed(long pc) {
        OptionalLong start = kernel.address("_sinittext");
        OptionalLong end = kernel.address("_einittext");
        return start.isPresent()
                && end.isPresent()
                && Long.compareUnsigned(pc, start.getAsLong()) >= 0
                && Long.compareUnsigned(pc, end.getAsLong()) < 0;
    }

    private @Nullable Symbol symbol(long pc) {
        Symbol symbol = kernel.symbolAt(pc);
        return symbol != null && symbol.text() ? symbol : null;
    }
}
