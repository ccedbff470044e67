package dev.inquest.core.bind;

import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds interfaces to the structures of one kernel, each once. */
public final class Binder {
    private final Collection<StructType> bound = new CopyOnWriteArrayList<>();
    private final Memory memory;
    private final Types types;
    private final PackageLookup lookups = new PackageLookup();
    private final ConcurrentMap<Class<?>, BoundLayout<?>> layouts = new ConcurrentHashMap<>();

    /** Finds types. */
    public interface Types {
        /** Returns a type, or null when the kernel has none of that kind and name. */
        @Nullable
        Type find(TypeSource.Kind kind, String name);
    }

    /**
     * Makes a binder.
     *
     * @param memory the memory that bound structures lie in
     * @param types finds the kernel's types
     */
    public Binder(Memory memory, Types types) {
        this.memory = memory;
        this.types = types;
    }

    /**
     * Binds an interface.
     *
     * @throws MissingTypeException when the structure or a required member is missing
     */
    @SuppressWarnings("unchecked") // A layout is stored under the class that it was made for.
    public <T> StructLayout<T> bind(Class<T> type) {
        BoundLayout<?> known = layouts.get(type);
        if (known == null) {
            // Two threads may both generate; the first one's class stays.
            BoundLayout<T> made = make(type);
            BoundLayout<?> other = layouts.putIfAbsent(type, made);
            known = other == null ? made : other;
        }
        return (StructLayout<T>) known;
    }

    private <T> BoundLayout<T> make(Class<T> type) {
        KernelStruct annotation = type.getAnnotation(KernelStruct.class);
        if (annotation == null || !type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is no interface with @KernelStruct");
        }
        StructType struct = find(annotation.value());
        if (struct == null) {
            throw new MissingTypeException("the kernel has no " + words(annotation.value()));
        }
        bound.add(struct);
        return new Plan<>(type, struct, memory, (Function<Class<?>, StructLayout<?>>) this::bind).generate(lookups);
    }

    /** Returns the structures that were bound so far. */
    public Collection<StructType> structs() {
        return bound;
    }

    /** Returns the first of several structures, named as in {@link KernelStruct}, that the kernel has; null when it has none. */
    public @Nullable StructType find(String[] names) {
        for (String name : names) {
            Type type = find(name);
            if (type != null && type.bare() instanceof StructType struct && struct.size() >= 0) {
                return struct;
            }
        }
        return null;
    }

    private @Nullable Type find(String name) {
        if (name.startsWith("struct ")) {
            return types.find(TypeSource.Kind.STRUCT, name.substring(7).strip());
        }
        if (name.startsWith("union ")) {
            return types.find(TypeSource.Kind.UNION, name.substring(6).strip());
        }
        Type type = types.find(TypeSource.Kind.STRUCT, name);
        type = type == null ? types.find(TypeSource.Kind.UNION, name) : type;
        return type == null ? types.find(TypeSource.Kind.TYPEDEF, name) : type;
    }

    private static String words(String[] names) {
        StringBuilder words = new StringBuilder();
        for (String name : names) {
            words.append(words.isEmpty() ? "" : " or ");
            words.append(name.indexOf(' ') < 0 ? "struct " : "").append(name);
        }
        return words.toString();
    }
}
