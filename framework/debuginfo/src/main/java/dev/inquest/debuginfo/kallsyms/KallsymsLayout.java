package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Finds the symbols of the kernel and its modules in the dump's memory. */
@Component(service = DumpLayout.class)
public final class KallsymsLayout implements DumpLayout {
    private static final long LARGEST_IMAGE = 1 << 28;

    @Override
    public String name() {
        return "kallsyms";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public Set<Part> parts() {
        return EnumSet.of(Part.SYMBOLS);
    }

    @Override
    public @Nullable LayoutSource find(Context context) {
        for (LayoutSource file : context.files()) {
            SymbolSource symbols = file.symbols();
            if (symbols != null && !symbols.byName("_stext").isEmpty()) {
                return null;
            }
        }
        KallsymsReader.Tables tables = new KallsymsReader.Tables(
                KernelSymbols.address(context, "kallsyms_names"),
                KernelSymbols.address(context, "kallsyms_num_syms"),
                KernelSymbols.address(context, "kallsyms_token_table"),
                KernelSymbols.address(context, "kallsyms_token_index"),
                KernelSymbols.address(context, "kallsyms_offsets"),
                KernelSymbols.address(context, "kallsyms_relative_base"),
                KernelSymbols.address(context, "kallsyms_addresses"));
        if (!tables.complete()) {
            KallsymsReader.Tables found = search(context);
            if (found == null) {
                context.remark(
                        "The kernel's symbol table was not found: VMCOREINFO does not say where it is, as it does since"
                                + " Linux 6.0; the kernel's vmlinux is needed.");
                return null;
            }
            tables = found;
        }
        try {
            List<String> remarks = new ArrayList<>();
            Kallsyms symbols = KallsymsReader.read(context.memory(), tables, remarks::add);
            remarks.forEach(context::remark);
            String wrong = contradiction(context, symbols);
            if (wrong != null) {
                context.remark("The kernel's symbol table is not used: " + wrong + ".");
                return null;
            }
            return new Source("kallsyms in the dump", symbols);
        } catch (FaultException | IllegalArgumentException e) {
            context.remark("The kernel's symbol table cannot be read: " + e.getMessage() + ".");
            return null;
        }
    }

    /** Looks for the tables between two symbols that the VMCOREINFO of every kernel has. */
    private static KallsymsReader.@Nullable Tables search(Context context) {
        VmcoreInfo info = context.vmcoreInfo();
        long from = info == null ? 0 : info.symbol("_stext").orElse(0);
        long to = info == null ? 0 : info.symbol("init_uts_ns").orElse(0);
        if (from == 0 || to - from <= 0) {
            return null;
        }
        return KallsymsSearch.find(context.memory(), from, Math.min(to, from + LARGEST_IMAGE));
    }

    /** Compares with a symbol that VMCOREINFO and every symbol table has. */
    private static @Nullable String contradiction(Context context, Kallsyms symbols) {
        VmcoreInfo info = context.vmcoreInfo();
        OptionalLong stated = info == null ? OptionalLong.empty() : info.symbol("_stext");
        if (stated.isEmpty() || symbols.namesAt(stated.getAsLong()).contains("_stext")) {
            return null;
        }
        List<Symbol> found = symbols.byName("_stext");
        return found.isEmpty()
                ? null
                : "it has _stext at 0x" + Long.toHexString(found.getFirst().address()) + ", VMCOREINFO at 0x"
                        + Long.toHexString(stated.getAsLong());
    }

    @Override
    public @Nullable LayoutSource findModule(Context context, KernelModule module, Value struct) {
        try {
            SymbolSource symbols = ModuleSymbols.read(context, module, struct);
            return symbols == null ? null : new Source("kallsyms of module " + module.name(), symbols);
        } catch (FaultException | MissingTypeException e) {
            context.remark("The symbols of module " + module.name() + " cannot be read: " + e.getMessage() + ".");
            return null;
        }
    }

    private record Source(String describe, SymbolSource table) implements LayoutSource {
        @Override
        public SymbolSource symbols() {
            return table;
        }
    }
}
