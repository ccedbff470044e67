package dev.inquest.debuginfo.variables;

import dev.inquest.api.kernel.Reads;
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
@Reads(
        value = "task_struct",
        optional = {"nsproxy", "real_cred", "fs", "files", "signal", "cgroups", "sched_task_group"},
        lost = VariablesLayout.LOST)
@Reads(value = "cred", optional = "user", lost = VariablesLayout.LOST)
@Reads(value = "nsproxy", optional = "ipc_ns", lost = VariablesLayout.LOST)
@Reads(
        value = "rq",
        optional = {"cpu", "idle"},
        lost = VariablesLayout.LOST)
@Reads(
        value = "module",
        optional = {"list", "mkobj.mod", "name"},
        lost = VariablesLayout.LOST)
@Reads(
        value = "btf_module",
        optional = {"list", "module", "btf"},
        mayLack = true)
@Reads(value = "btf", optional = "name", mayLack = true)
@Reads(value = "kmem_cache", optional = "list", lost = VariablesLayout.LOST)
@Reads(value = "super_block", optional = "s_list", lost = VariablesLayout.LOST)
@Reads(value = "cgroup_root", optional = "root_list", lost = VariablesLayout.LOST)
@Reads(
        value = "clocksource",
        optional = {"read", "name", "shift"},
        lost = VariablesLayout.LOST)
@Reads(
        value = "timekeeper",
        optional = {"tkr_mono.clock", "tkr_mono.mult", "tkr_mono.shift", "tkr_raw.clock", "xtime_sec"},
        lost = VariablesLayout.LOST)
@Reads(
        value = "e820_table",
        optional = {"nr_entries", "entries"},
        mayLack = true)
@Reads(
        value = "ctl_table",
        optional = {"procname", "data", "maxlen", "proc_handler"},
        lost = VariablesLayout.LOST)
@Reads(
        value = "percpu_counter",
        optional = {"list", "counters"},
        lost = VariablesLayout.LOST)
@Reads(value = "hstate", optional = "name", mayLack = true)
@Reads(value = "resource", optional = "name", lost = VariablesLayout.LOST)
@Component(service = DumpLayout.class)
public final class VariablesLayout implements DumpLayout {
    /** What is lost without what the rules read. */
    static final String LOST = "variables of kernels whose symbol table names functions alone";

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
