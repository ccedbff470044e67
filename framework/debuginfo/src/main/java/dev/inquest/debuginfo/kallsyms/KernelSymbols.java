package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import java.util.List;

/** Looks for symbols that tell where the kernel keeps its tables. */
public final class KernelSymbols {
    private KernelSymbols() {}

    /** Returns the runtime address of a symbol of the kernel, from VMCOREINFO or the symbols found so far; 0 when it is not known. */
    public static long address(DumpLayout.Context context, String name) {
        VmcoreInfo info = context.vmcoreInfo();
        long known = info == null ? 0 : info.symbol(name).orElse(0);
        if (known != 0) {
            return known;
        }
        for (SymbolSource symbols : context.symbols()) {
            List<Symbol> found = symbols.byName(name);
            if (!found.isEmpty()) {
                return found.getFirst().address();
            }
        }
        return 0;
    }
}
