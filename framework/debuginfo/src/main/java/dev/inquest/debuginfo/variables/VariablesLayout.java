package dev.inquest.debuginfo.variables;

import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Gives the names of variables where the kernel's symbol table has those of functions alone. Nothing is read before one is asked for. */
@Component(service = DumpLayout.class)
public final class VariablesLayout implements DumpLayout {
    /** A variable that every kernel has, and every symbol table with variables. */
    private static final String WITNESS = "init_task";

    @Override
    public String name() {
        return "variables";
    }

    @Override
    public int rank() {
        return 15;
    }

    @Override
    public Set<Part> parts() {
        return EnumSet.of(Part.SYMBOLS);
    }

    @Override
    public @Nullable LayoutSource find(Context context) {
        SymbolSource functions = null;
        for (SymbolSource symbols : context.symbols()) {
            if (!symbols.byName(WITNESS).isEmpty()) {
                return null;
            }
            List<Symbol> found = symbols.byName("_stext");
            functions = functions == null && !found.isEmpty() ? symbols : functions;
        }
        return functions == null ? null : new Source(new VariableSymbols(context, functions));
    }

    private record Source(VariableSymbols symbols) implements LayoutSource {
        @Override
        public String describe() {
            return VariableSymbols.SOURCE;
        }
    }
}
