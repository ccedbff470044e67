package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.NamelessEnums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Gathers the types of a kernel and its modules, and which of them have which names where. */
final class TypeCollector {
    private static final int UNTYPED = -1;

    private final TypeGraph graph = new TypeGraph();
    private final List<ModuleTypes> modules = new ArrayList<>();
    private final Map<Name, Integer> kernels = new HashMap<>();
    private final BooleanSupplier stop;

    private record Name(TypeSource.Kind kind, String name) {}

    /** Makes a collector, which gathers no more when it is told to stop. */
    TypeCollector(BooleanSupplier stop) {
        this.stop = stop;
    }

    /**
     * Adds the types of the kernel or a module. A module's names that stand for the kernel's types are left out.
     *
     * @param module 0 for the kernel, which comes first
     * @param source the types
     * @param variables names that may be those of variables
     * @param functions what may be functions
     */
    void add(int module, TypeSource source, Collection<String> variables, Collection<SymbolWriter.Function> functions) {
        Map<Name, Integer> types = new LinkedHashMap<>();
        Map<Name, String> spellings = new HashMap<>();
        for (TypeSource.Kind kind : TypeSource.Kind.values()) {
            List<String> names = new ArrayList<>();
            source.forEachName(kind, names::add);
            names.sort(null);
            for (String name : names) {
                if (!stop.getAsBoolean()) {
                    addType(source, new Name(kind, name), types, spellings);
                }
            }
        }
        if (source instanceof NamelessEnums more) {
            more.forEachNamelessEnum(this::number);
        }
        String[] names = variables.stream().distinct().sorted().toArray(String[]::new);
        int[] typed = new int[names.length];
        int known = 0;
        for (String name : names) {
            Type type = stop.getAsBoolean() ? null : source.variable(name);
            int number = type == null ? UNTYPED : number(type);
            if (number != UNTYPED) {
                names[known] = name;
                typed[known++] = number;
            }
        }
        long[] addresses = new long[functions.size()];
        int[] code = functions(source, functions, addresses);
        graph.forget();
        modules.add(new ModuleTypes(
                module,
                types.keySet().stream()
                        .mapToInt(name -> ModuleTypes.code(name.kind()))
                        .toArray(),
                types.keySet().stream()
                        .map(name -> spellings.getOrDefault(name, name.name()))
                        .toArray(String[]::new),
                types.values().stream().mapToInt(Integer::intValue).toArray(),
                Arrays.copyOf(names, known),
                Arrays.copyOf(typed, known),
                Arrays.copyOf(addresses, code.length),
                code));
        if (module == 0) {
            kernels.putAll(types);
        }
    }

    /**
     * Lets the types of a table stand for those of the kernel that have the same names: the table is the kernel's as well, and the types of
     * modules refer to it.
     */
    void stands(TypeSource base) {
        kernels.forEach((name, number) -> {
            Type type = base.find(name.kind(), name.name());
            if (type != null && ModuleTypes.is(type, name.kind())) {
                graph.stands(type, number);
            }
        });
    }

    /** Returns the types of functions, which come in the order of address, and puts the addresses of those that have one into an array. */
    private int[] functions(TypeSource source, Collection<SymbolWriter.Function> functions, long[] addresses) {
        int[] types = new int[addresses.length];
        int known = 0;
        for (SymbolWriter.Function function : functions) {
            FunctionType type =
                    stop.getAsBoolean() ? null : source.function(function.name(), function.address(), function.only());
            int number = type == null ? UNTYPED : number(type);
            if (number == UNTYPED) {
                continue;
            }
            // Of several names of one address the last one counts.
            if (known > 0 && addresses[known - 1] == function.address()) {
                known--;
            }
            addresses[known] = function.address();
            types[known++] = number;
        }
        return Arrays.copyOf(types, known);
    }

    private void addType(TypeSource source, Name name, Map<Name, Integer> types, Map<Name, String> spellings) {
        Type type = source.find(name.kind(), name.name());
        if (type == null || !ModuleTypes.is(type, name.kind())) {
            return;
        }
        int number = number(type);
        Integer same = kernels.get(name);
        if (number != UNTYPED && (same == null || same != number)) {
            types.put(name, number);
            // Integers are written under the one spelling that they have here.
            if (name.kind() == TypeSource.Kind.BASE) {
                spellings.put(name, type.spelling());
            }
        }
    }

    /** Returns the number of a type; one that is damaged is left out, as it would not be found in the file that it comes from. */
    private int number(Type type) {
        try {
            return graph.add(type);
        } catch (MissingTypeException e) {
            return UNTYPED;
        }
    }

    /** Returns the number of different types. */
    int count() {
        return graph.count();
    }

    /** Writes the types and the names of all modules. */
    void write(BundleWriter writer) {
        TypeOrder arranged = TypeOrder.of(graph);
        writer.add(TypeWriter.write(graph, arranged));
        for (ModuleTypes names : modules) {
            names.write(arranged).forEach(writer::add);
        }
    }
}
