package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.bundle.Format;
import dev.inquest.debuginfo.data.NamelessEnums;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers the types of a kernel and its modules, and which of them have which names where. */
final class TypeCollector {
    private static final int BLOCK = 8 << 10;
    private static final int FINGERPRINT = 8;
    private static final int FUNCTIONS = 1024;
    private static final int UNTYPED = -1;

    private final TypeGraph graph = new TypeGraph();
    private final List<Names> modules = new ArrayList<>();

    private record Name(TypeSource.Kind kind, String name) {}

    /** What one module's names stand for. */
    private record Names(
            int module, Map<Name, Integer> types, Map<String, Integer> variables, SortedMap<Long, Integer> functions) {}

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
        for (TypeSource.Kind kind : TypeSource.Kind.values()) {
            TreeSet<String> names = new TreeSet<>();
            source.forEachName(kind, names::add);
            for (String name : names) {
                addType(source, kind, name, types);
            }
        }
        if (source instanceof NamelessEnums more) {
            more.forEachNamelessEnum(this::number);
        }
        Map<String, Integer> typed = new LinkedHashMap<>();
        for (String name : new TreeSet<>(variables)) {
            Type type = source.variable(name);
            int number = type == null ? UNTYPED : number(type);
            if (number != UNTYPED) {
                typed.put(name, number);
            }
        }
        SortedMap<Long, Integer> code = functions(source, functions);
        graph.forget();
        modules.add(new Names(module, types, typed, code));
    }

    /**
     * Lets the types of a table stand for those of the kernel that have the same names: the table is the kernel's as well, and the types of
     * modules refer to it.
     */
    void stands(TypeSource base) {
        modules.getFirst().types().forEach((name, number) -> {
            Type type = base.find(name.kind(), name.name());
            if (type != null && is(type, name.kind())) {
                graph.stands(type, number);
            }
        });
    }

    /** Returns the types of functions by address. */
    private SortedMap<Long, Integer> functions(TypeSource source, Collection<SymbolWriter.Function> functions) {
        SortedMap<Long, Integer> found = new TreeMap<>(Long::compareUnsigned);
        for (SymbolWriter.Function function : functions) {
            FunctionType type = source.function(function.name(), function.address(), function.only());
            int number = type == null ? UNTYPED : number(type);
            if (number != UNTYPED) {
                found.put(function.address(), number);
            }
        }
        return found;
    }

    private void addType(TypeSource source, TypeSource.Kind kind, String name, Map<Name, Integer> types) {
        Type type = source.find(kind, name);
        if (type == null || !is(type, kind)) {
            return;
        }
        int number = number(type);
        Name key = new Name(kind, name);
        Integer kernels = modules.isEmpty() ? null : modules.getFirst().types().get(key);
        if (number != UNTYPED && (kernels == null || kernels != number)) {
            types.put(key, number);
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

    private static boolean is(Type type, TypeSource.Kind kind) {
        return switch (kind) {
            case STRUCT -> type instanceof StructType struct && !struct.union();
            case UNION -> type instanceof StructType struct && struct.union();
            case ENUM -> type instanceof EnumType;
            case TYPEDEF, BASE -> true;
        };
    }

    /** Returns the number of different types. */
    int count() {
        return graph.count();
    }

    /** Writes the types and the names of all modules. */
    void write(BundleWriter writer) {
        TypeOrder arranged = TypeOrder.of(graph);
        writer.add(new TypeWriter(graph, arranged).write());
        for (Names names : modules) {
            IndexWriter index = new IndexWriter(FINGERPRINT);
            names.types()
                    .forEach((name, number) ->
                            index.add(code(name.kind()), spelling(name, graph.type(number)), arranged.written(number)));
            writer.add(index.end(Format.TYPE_NAMES, names.module()));
            if (!names.variables().isEmpty()) {
                variables(names, arranged, writer);
            }
            if (!names.functions().isEmpty()) {
                functions(names, arranged, writer);
            }
        }
    }

    /** Integers are written under the one spelling that they have here. */
    private static String spelling(Name name, Type type) {
        return name.kind() == TypeSource.Kind.BASE ? type.spelling() : name.name();
    }

    private static int code(TypeSource.Kind kind) {
        return switch (kind) {
            case STRUCT -> Format.STRUCT;
            case UNION -> Format.UNION;
            case ENUM -> Format.ENUM;
            case TYPEDEF -> Format.TYPEDEF;
            case BASE -> Format.INT;
        };
    }

    private static void variables(Names names, TypeOrder order, BundleWriter writer) {
        RecordWriter records = new RecordWriter(BLOCK);
        IndexWriter index = new IndexWriter(FINGERPRINT);
        int record = 0;
        for (Map.Entry<String, Integer> variable : names.variables().entrySet()) {
            index.add(0, variable.getKey(), record++);
            int type = variable.getValue() == 0 ? 0 : order.written(variable.getValue());
            records.add(new Bytes().text(variable.getKey()).uleb(type));
        }
        writer.add(records.end(Format.VARIABLES, names.module()));
        writer.add(index.end(Format.VARIABLE_NAMES, names.module()));
    }

    private static void functions(Names names, TypeOrder order, BundleWriter writer) {
        BlockWriter blocks = new BlockWriter();
        List<Map.Entry<Long, Integer>> all = List.copyOf(names.functions().entrySet());
        for (int from = 0; from < all.size(); from += FUNCTIONS) {
            List<Map.Entry<Long, Integer>> inside = all.subList(from, Math.min(all.size(), from + FUNCTIONS));
            Bytes out = new Bytes().uleb(inside.size());
            long key = inside.getFirst().getKey();
            long before = key;
            for (Map.Entry<Long, Integer> function : inside) {
                out.uleb(function.getKey() - before);
                before = function.getKey();
            }
            inside.forEach(function -> out.uleb(order.written(function.getValue())));
            blocks.add(key, inside.size(), out.toArray());
        }
        writer.add(blocks.end(Format.FUNCTION_TYPES, names.module()));
    }
}
