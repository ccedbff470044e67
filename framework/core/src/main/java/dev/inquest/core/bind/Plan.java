package dev.inquest.core.bind;

import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Works out what each method of an interface does for the structure at hand.
 *
 * @param <T> the interface
 */
final class Plan<T> {
    private static final int LONGEST_STRING = 1 << 16;

    private final Class<T> type;
    private final StructType struct;
    private final Memory memory;
    private final Function<Class<?>, StructLayout<?>> binder;

    /**
     * Makes a plan.
     *
     * @param type the interface
     * @param struct the structure
     * @param memory where structures lie
     * @param binder binds the interfaces of nested structures, when they are first met
     */
    Plan(Class<T> type, StructType struct, Memory memory, Function<Class<?>, StructLayout<?>> binder) {
        this.type = type;
        this.struct = struct;
        this.memory = memory;
        this.binder = binder;
    }

    /** Generates the class, beside its interface. */
    BoundLayout<T> generate(PackageLookup lookups) {
        List<Accessor> accessors = new ArrayList<>();
        Map<String, Long> offsets = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())
                    && !ofObject(method)
                    && !offsets.containsKey(method.getName())) {
                Accessor accessor = accessor(method);
                accessors.add(accessor);
                boolean absent = accessor.place() == null && accessor.kind() != Accessor.Kind.ADDRESS;
                offsets.put(method.getName(), absent ? BoundLayout.ABSENT : accessor.offset());
            }
        }
        LongFunction<T> factory = new AccessorClass<>(type, struct.spelling(), memory, lookups).generate(accessors);
        return new BoundLayout<>(struct.spelling(), struct.size(), Map.copyOf(offsets), factory);
    }

    /** Returns whether an interface merely repeats a method that every object has. */
    private static boolean ofObject(Method method) {
        String name = method.getName();
        return name.equals("toString") && method.getParameterCount() == 0
                || name.equals("hashCode") && method.getParameterCount() == 0
                || name.equals("equals") && method.getParameterCount() == 1;
    }

    private Accessor accessor(Method method) {
        if (method.getParameterCount() != 0) {
            throw unusable(method, "has parameters");
        }
        Member member = method.getAnnotation(Member.class);
        if (member == null && method.getName().equals("address") && KernelObject.class.isAssignableFrom(type)) {
            return new Accessor(method, Accessor.Kind.ADDRESS, null, 0, 0, false, null);
        }
        String[] names = member == null ? new String[] {method.getName()} : member.value();
        for (String name : names) {
            StructType.Place place = struct.find(name);
            if (place != null) {
                return present(method, name, place);
            }
        }
        if (!method.isAnnotationPresent(Optional.class)) {
            throw BoundLayout.missing(struct.spelling(), String.join(" or ", names));
        }
        return absent(method, String.join(" or ", names));
    }

    private Accessor absent(Method method, String names) {
        String spelling = struct.spelling();
        if (method.getReturnType().isPrimitive()) {
            LongUnaryOperator reader = address -> {
                throw BoundLayout.missing(spelling, names);
            };
            return new Accessor(method, Accessor.Kind.LONG_READER, null, 0, 8, true, reader);
        }
        LongFunction<Object> reader = address -> {
            throw BoundLayout.missing(spelling, names);
        };
        return new Accessor(method, Accessor.Kind.OBJECT_READER, null, 0, 0, false, reader);
    }

    private Accessor present(Method method, String name, StructType.Place place) {
        Class<?> result = method.getReturnType();
        if (method.isAnnotationPresent(AddressOf.class)) {
            if (result != long.class || place.bitFieldSize() != 0) {
                throw unusable(method, "cannot give an address");
            }
            return new Accessor(method, Accessor.Kind.ADDRESS, place, place.offset(), 0, false, null);
        }
        if (result == Value.class) {
            return object(method, place, address -> value(place, address));
        }
        if (result == String.class) {
            return string(method, name, place);
        }
        if (result.isPrimitive()) {
            return number(method, name, place);
        }
        if (result.isAnnotationPresent(KernelStruct.class)) {
            return nested(method, name, place);
        }
        throw unusable(method, "has a return type that no member can give");
    }

    private Value value(StructType.Place place, long address) {
        int shift = place.bitFieldSize() == 0 ? 0 : (int) (place.bitOffset() & 7);
        return new Value(memory, place.type(), address, shift, place.bitFieldSize());
    }

    private Accessor string(Method method, String name, StructType.Place place) {
        Type bare = place.type().bare();
        if (bare instanceof ArrayType array && character(array.element())) {
            int length = (int) Math.min(array.size(), LONGEST_STRING);
            return object(method, place, address -> memory.cString(address, length));
        }
        if (bare instanceof PointerType pointer && character(pointer.target())) {
            return object(method, place, address -> memory.cString(memory.pointer(address), 4096));
        }
        throw mismatch(method, name, place);
    }

    private static boolean character(Type type) {
        return type.bare() instanceof IntType integer && integer.size() == 1;
    }

    private Accessor nested(Method method, String name, StructType.Place place) {
        Class<?> inner = method.getReturnType();
        Type bare = place.type().bare();
        Nested layout = new Nested(inner, binder);
        if (bare instanceof StructType) {
            return object(method, place, layout::at);
        }
        if (bare instanceof PointerType) {
            return object(method, place, address -> layout.at(memory.pointer(address)));
        }
        throw mismatch(method, name, place);
    }

    /** The layout of a nested structure, bound when it is first met: structures point at one another in circles. */
    private static final class Nested {
        private final Class<?> type;
        private final Function<Class<?>, StructLayout<?>> binder;
        private volatile @Nullable StructLayout<?> layout;

        Nested(Class<?> type, Function<Class<?>, StructLayout<?>> binder) {
            this.type = type;
            this.binder = binder;
        }

        Object at(long address) {
            StructLayout<?> bound = layout;
            if (bound == null) {
                bound = binder.apply(type);
                layout = bound;
            }
            return bound.at(address);
        }
    }

    private static Accessor object(Method method, StructType.Place place, LongFunction<?> reader) {
        return new Accessor(method, Accessor.Kind.OBJECT_READER, place, place.offset(), 0, false, reader);
    }

    private Accessor number(Method method, String name, StructType.Place place) {
        Class<?> result = method.getReturnType();
        Type bare = place.type().bare();
        // Not a switch over types: the first one of a process generates a class, which takes milliseconds.
        if (!(bare instanceof IntType || bare instanceof EnumType || bare instanceof PointerType)) {
            throw mismatch(method, name, place);
        }
        boolean signed = bare instanceof IntType integer && integer.signed()
                || bare instanceof EnumType enumeration && enumeration.signed();
        int widest = width(method);
        if (place.bitFieldSize() != 0) {
            if (place.bitFieldSize() > widest * 8) {
                throw mismatch(method, name, place);
            }
            return new Accessor(method, Accessor.Kind.LONG_READER, place, place.offset(), 8, signed, (LongUnaryOperator)
                    address -> value(place, address).asLong());
        }
        int size = (int) bare.size();
        boolean fits = size <= widest || result == boolean.class && size <= 8;
        if (!fits || Integer.bitCount(size) != 1 || size > 8 || bare instanceof PointerType && result != long.class) {
            throw mismatch(method, name, place);
        }
        return new Accessor(method, Accessor.Kind.NUMBER, place, place.offset(), size, signed, null);
    }

    /** Returns the size of a primitive in bytes. */
    private int width(Method method) {
        return switch (method.getReturnType().getName()) {
            case "long" -> 8;
            case "int" -> 4;
            case "short" -> 2;
            case "byte", "boolean" -> 1;
            default -> throw unusable(method, "has a return type that no member can give");
        };
    }

    private RuntimeException mismatch(Method method, String name, StructType.Place place) {
        String bits = place.bitFieldSize() == 0 ? "" : " : " + place.bitFieldSize();
        return new dev.inquest.api.types.MissingTypeException(struct.spelling() + "." + name + " is "
                + place.type().spelling() + bits + ", which "
                + method.getReturnType().getSimpleName() + " "
                + type.getSimpleName() + "." + method.getName() + "() cannot give");
    }

    private IllegalArgumentException unusable(Method method, String why) {
        return new IllegalArgumentException(type.getName() + "." + method.getName() + "() " + why);
    }
}
