package dev.inquest.debuginfo.variables;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.FoundSymbols;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.debuginfo.variables.search.Evidence;
import dev.inquest.debuginfo.variables.search.Image;
import dev.inquest.debuginfo.variables.search.Outcome;
import dev.inquest.debuginfo.variables.search.Rule;
import dev.inquest.debuginfo.variables.search.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The variables that were found, as symbols. The table of exported symbols is looked for when the first name is asked for; types are read,
 * and the image is searched, only for names that it lacks.
 */
final class VariableSymbols implements FoundSymbols {
    static final String SOURCE = "variables found in the dump";

    private static final String EXPORTED = "exported symbols in the dump";
    private static final String PLACED = "BTF and exported symbols in the dump";
    private static final String SEARCHED = "search of the kernel's data";
    private static final String INFO = "VMCOREINFO";
    /**
     * Of {@code mem_section} VMCOREINFO has not the address but the value (VMCOREINFO_SYMBOL_ARRAY of a pointer, kernel/crash_core.c); the other one
     * is a macro.
     */
    private static final Set<String> VALUES = Set.of("mem_section", "node_online_map");

    private final DumpLayout.Context context;
    private final SymbolSource functions;
    /** Held while something is looked for: looking for types asks for symbols, which then are those that are known already. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Symbol> symbols = new HashMap<>();
    private final TreeMap<Long, Symbol> byAddress = new TreeMap<>(Long::compareUnsigned);
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<Rule>> rules = new LinkedHashMap<>();
    private @Nullable Evidence evidence;
    private boolean exportsAsked;
    private boolean typesAsked;

    VariableSymbols(DumpLayout.Context context, SymbolSource functions) {
        this.context = context;
        this.functions = functions;
    }

    @Override
    public List<Symbol> byName(String name) {
        boolean nested = lock.isHeldByCurrentThread();
        lock.lock();
        try {
            exports();
            Symbol symbol = symbols.get(name);
            if (symbol == null && !nested) {
                types();
                search(name);
                symbol = symbols.get(name);
            }
            return symbol == null ? List.of() : List.of(symbol);
        } finally {
            lock.unlock();
        }
    }

    /** {@inheritDoc} A variable's size is not known everywhere: where it is not, only its first byte is it for certain. */
    @Override
    public @Nullable Symbol at(long address) {
        boolean nested = lock.isHeldByCurrentThread();
        lock.lock();
        try {
            exports();
            Evidence all = evidence;
            if (!nested && all != null && all.image().isData(address)) {
                everything();
            }
            Map.Entry<Long, Symbol> nearest = byAddress.floorEntry(address);
            Symbol symbol = nearest == null ? null : nearest.getValue();
            return symbol == null || address - symbol.address() >= Math.max(1, symbol.size()) ? null : symbol;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forEach(Consumer<Symbol> action) {
        all().forEach(action);
    }

    private List<Symbol> all() {
        lock.lock();
        try {
            everything();
            List<Symbol> list = new ArrayList<>(symbols.values());
            list.sort(
                    Comparator.comparing(Symbol::address, Long::compareUnsigned).thenComparing(Symbol::name));
            return list;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Finding> findings() {
        lock.lock();
        try {
            everything();
            return List.copyOf(findings);
        } finally {
            lock.unlock();
        }
    }

    private void everything() {
        exports();
        types();
        for (String name : List.copyOf(rules.keySet())) {
            search(name);
        }
    }

    /** Looks for a variable by its rules, if it has any; once. */
    private void search(String name) {
        Evidence all = evidence;
        if (all == null || !typesAsked || symbols.containsKey(name)) {
            return;
        }
        List<Rule> list = rules.remove(name);
        Outcome first = null;
        for (Rule rule : list == null ? List.<Rule>of() : list) {
            Outcome outcome = outcome(rule, all);
            first = first == null ? outcome : first;
            if (outcome.address() != 0) {
                add(name, outcome.address(), outcome.size(), SEARCHED);
                findings.add(new Finding(name, 1, outcome.address(), outcome.how()));
                return;
            }
        }
        if (first != null) {
            findings.add(new Finding(name, 0, 0, first.how()));
        }
    }

    private static Outcome outcome(Rule rule, Evidence evidence) {
        try {
            return rule.find(evidence);
        } catch (FaultException | MissingTypeException e) {
            return new Outcome(0, 0, String.valueOf(e.getMessage()));
        }
    }

    private OptionalLong known(String name) {
        search(name);
        Symbol symbol = symbols.get(name);
        return symbol == null ? OptionalLong.empty() : OptionalLong.of(symbol.address());
    }

    private void exports() {
        if (exportsAsked) {
            return;
        }
        exportsAsked = true;
        Image image = Image.of(context, functions);
        ExportSearch.Table table = image == null ? null : new ExportSearch(functions, image).find(context.memory());
        if (image != null && table != null) {
            evidence = new Evidence(context, functions, image, this::known);
            rules.putAll(Rules.all());
            table.variables().forEach((name, address) -> add(name, address, 0, EXPORTED));
            findings.add(new Finding("exported symbols", table.variables().size(), table.address(), table.proof()));
            context.remark(
                    "The kernel's symbol table names functions alone (it was built without CONFIG_KALLSYMS_ALL); variables"
                            + " were found in its memory, and 'layout info' says how.");
        } else {
            findings.add(new Finding(
                    "exported symbols",
                    0,
                    0,
                    image == null
                            ? "nothing tells where the kernel's image ends"
                            : "no table was found whose functions have the addresses that kallsyms gives them"));
            context.remark(
                    "The kernel's symbol table names functions alone (it was built without CONFIG_KALLSYMS_ALL), and its table of"
                            + " exported symbols was not found: for what lies in variables its vmlinux or a layout bundle is needed.");
        }
        info();
    }

    private void info() {
        VmcoreInfo info = context.vmcoreInfo();
        if (info == null) {
            return;
        }
        int count = 0;
        for (String line : info.lines().keySet()) {
            if (line.startsWith("SYMBOL(") && line.endsWith(")")) {
                String name = line.substring("SYMBOL(".length(), line.length() - 1);
                OptionalLong address = info.symbol(name);
                if (address.isPresent()
                        && !VALUES.contains(name)
                        && functions.byName(name).isEmpty()) {
                    count += add(name, address.getAsLong(), 0, INFO) ? 1 : 0;
                }
            }
        }
        if (count > 0) {
            findings.add(new Finding(INFO, count, 0, "the kernel itself wrote them there"));
        }
    }

    private boolean add(String name, long address, long size, String source) {
        Symbol symbol = new Symbol(name, address, size, 'D', null, source);
        if (symbols.putIfAbsent(name, symbol) != null) {
            return false;
        }
        byAddress.merge(address, symbol, (one, other) -> one.size() >= other.size() ? one : other);
        return true;
    }

    private void types() {
        if (typesAsked) {
            return;
        }
        List<TypeSource> sources = context.types();
        if (sources.isEmpty()) {
            // None, or they are being looked for just now, which asks for symbols.
            return;
        }
        typesAsked = true;
        Map<String, Long> known = new LinkedHashMap<>();
        symbols.forEach((name, symbol) -> known.put(name, symbol.address()));
        for (TypeSource types : sources) {
            for (PlacedVariables.Section section : PlacedVariables.find(types, known)) {
                if (section.proved()) {
                    int[] count = new int[1];
                    section.variables().forEach((name, address) -> count[0] += add(name, address, 0, PLACED) ? 1 : 0);
                    findings.add(new Finding(
                            "variables in " + section.name(),
                            count[0],
                            section.start(),
                            "places by BTF; proved by the section's exported variables: all " + section.witnesses()
                                    + " tell that it begins here"));
                } else {
                    findings.add(new Finding(
                            "variables in " + section.name(),
                            0,
                            0,
                            section.contradictions() > 0
                                    ? "its exported variables do not agree where it begins"
                                    : "too few of its variables are exported to tell where it begins"));
                }
            }
        }
    }
}
