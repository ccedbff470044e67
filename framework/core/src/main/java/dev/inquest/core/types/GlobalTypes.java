package dev.inquest.core.types;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of global variables. Sources that need no index are asked first (BTF), then the table of well-known globals, and only
 * then sources that read a whole file to answer (DWARF). The answer is kept.
 */
public final class GlobalTypes {
    private static final String CONDITION = " if ";

    private final Supplier<List<LayoutSource>> sources;
    private final TypeTable types;
    private final WellKnownGlobals wellKnown;
    private final Consumer<LayoutSource> indexed;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /**
     * A variable's type.
     *
     * @param type the type
     * @param source who told it, in words for users
     */
    public record Answer(Type type, String source) {}

    /**
     * Makes the table.
     *
     * @param sources gives the sources with types in the order in which they are asked
     * @param types resolves the spellings in the table of well-known globals
     * @param wellKnown the table
     */
    public GlobalTypes(Supplier<List<LayoutSource>> sources, TypeTable types, WellKnownGlobals wellKnown) {
        this(sources, types, wellKnown, source -> {});
    }

    /**
     * Makes the table.
     *
     * @param sources gives the sources with types in the order in which they are asked
     * @param types resolves the spellings in the table of well-known globals
     * @param wellKnown the table
     * @param indexed told of sources that had to read a whole file to answer, once they have
     */
    public GlobalTypes(
            Supplier<List<LayoutSource>> sources,
            TypeTable types,
            WellKnownGlobals wellKnown,
            Consumer<LayoutSource> indexed) {
        this.sources = sources;
        this.types = types;
        this.wellKnown = wellKnown;
        this.indexed = indexed;
    }

    /** Returns the type of the variable that a symbol stands for, or null when nothing tells it. */
    public @Nullable Answer find(Symbol symbol) {
        Answer known = answers.get(symbol.name());
        if (known == null) {
            known = ask(symbol);
            if (known != null) {
                answers.put(symbol.name(), known);
            }
        }
        return known;
    }

    private @Nullable Answer ask(Symbol symbol) {
        List<LayoutSource> list = sources.get();
        Answer answer = ask(list, symbol.name(), true);
        answer = answer == null ? wellKnown(symbol) : answer;
        return answer == null ? ask(list, symbol.name(), false) : answer;
    }

    private @Nullable Answer ask(List<LayoutSource> sources, String name, boolean ready) {
        for (LayoutSource source : sources) {
            TypeSource types = source.types();
            if (types != null && types.ready() == ready) {
                Type type = types.variable(name);
                if (!ready) {
                    indexed.accept(source);
                }
                if (type != null) {
                    return new Answer(type, source.describe());
                }
            }
        }
        return null;
    }

    private @Nullable Answer wellKnown(Symbol symbol) {
        for (String line : wellKnown.types(symbol.name())) {
            int condition = line.indexOf(CONDITION);
            if (condition >= 0 && !holds(line.substring(condition + CONDITION.length()))) {
                continue;
            }
            Type type = types.find(condition < 0 ? line : line.substring(0, condition));
            Type fitted = type == null ? null : fit(type, symbol.size());
            if (fitted != null) {
                return new Answer(fitted, "table of well-known globals");
            }
        }
        return null;
    }

    /** Returns whether a struct has a member, told as {@code struct.member}. */
    private boolean holds(String condition) {
        int dot = condition.indexOf('.');
        Type type = types.find("struct " + condition.substring(0, dot));
        return type != null
                && type.bare() instanceof StructType struct
                && struct.find(condition.substring(dot + 1)) != null;
    }

    /** Gives a flexible array its count from the symbol's size; null when the size contradicts the type. */
    static @Nullable Type fit(Type type, long size) {
        if (size == 0) {
            return type;
        }
        if (type instanceof ArrayType array && array.count() < 0) {
            Type element = array.element();
            long one = element.size();
            return one > 0 && size % one == 0 ? new ArrayType(() -> element, size / one) : null;
        }
        return type.size() == size || type.size() < size && growing(type) ? type : null;
    }

    /** Returns whether a struct ends in a flexible array, whose elements an initialised variable has on top: {@code init_mm}. */
    private static boolean growing(Type type) {
        if (!(type.bare() instanceof StructType struct) || struct.union()) {
            return false;
        }
        List<StructType.Member> members = struct.members();
        return !members.isEmpty()
                && members.getLast().type().get().bare() instanceof ArrayType array
                && array.count() <= 0;
    }
}
