package dev.inquest.api.layout;

import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table of C types. Looking a type up reads no more than it needs. Safe for use by many threads. */
public interface TypeSource {

    /** The name spaces of C in which a type's name is looked up. */
    enum Kind {
        /** {@code struct name}. */
        STRUCT,
        /** {@code union name}. */
        UNION,
        /** {@code enum name}. */
        ENUM,
        /** A typedef's name. */
        TYPEDEF,
        /** A base type, spelled as in debug information: {@code long unsigned int}. */
        BASE
    }

    /** Returns a complete type, or null when the source has none of that kind and name. */
    @Nullable
    Type find(Kind kind, String name);

    /** Returns the type of a global or per-CPU variable, or null when the source does not tell it. */
    @Nullable
    Type variable(String name);

    /**
     * Gives the variables of which the source tells where in their section they lie: BTF's per-CPU variables (VAR and DATASEC records),
     * and since pahole 1.29 all others. The section's own address is not told.
     */
    default void forEachPlaced(Consumer<Placed> action) {}

    /**
     * A variable in a section.
     *
     * @param section the section's name, for instance {@code ".data..percpu"}
     * @param name the variable's name
     * @param offset bytes from the beginning of the section
     * @param size the variable's bytes
     */
    record Placed(String section, String name, long offset, long size) {}

    /**
     * Returns the type of a function, or null when the source does not tell it. Static functions of one name may have different types:
     * a source that knows where functions lie goes by the address; one that knows names alone must not guess.
     *
     * @param name the function's name
     * @param address its first address at run time
     * @param only whether no other function of the kernel, or of the module, has the name
     */
    default @Nullable FunctionType function(String name, long address, boolean only) {
        return null;
    }

    /** Gives the names of all types of a kind, each once, in no order. */
    void forEachName(Kind kind, Consumer<String> action);

    /**
     * A constant of an enumeration.
     *
     * @param type the enumeration, which may have no name
     * @param value its value
     */
    record Constant(EnumType type, long value) {}

    /**
     * Finds an enumerator by name, those of enumerations without a name included where the source can; null when the source has none. This goes
     * over all enumerations: for names that users typed.
     */
    default @Nullable Constant enumerator(String name) {
        List<String> tags = new ArrayList<>();
        forEachName(Kind.ENUM, tags::add);
        for (String tag : tags) {
            if (find(Kind.ENUM, tag) instanceof EnumType enumeration) {
                for (EnumType.Enumerator one : enumeration.enumerators()) {
                    if (one.name().equals(name)) {
                        return new Constant(enumeration, one.value());
                    }
                }
            }
        }
        return null;
    }

    /**
     * Returns whether a look-up needs no index to be built first, as in BTF. Such sources are asked before the others, which
     * ({@code DWARF}) read the whole file when they are first asked.
     */
    default boolean ready() {
        return true;
    }
}
