package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings types together that are the same. DWARF has a copy of a type in each unit that uses it; here each is there once. Structs,
 * unions and enumerations with a tag are the same when their {@linkplain Shapes shapes} are; everything else is when it is
 * made of the same parts in the same way.
 */
final class TypeGraph {
    private static final int DEEPEST = 64;
    private static final int[] NONE = {};

    private final List<@Nullable TypeRecord> records = new ArrayList<>();
    private final FingerprintMap numbers = new FingerprintMap();
    /** What was seen since the last {@link #forget}; many objects stand for one type. */
    private IdentityHashMap<Type, Integer> seen = new IdentityHashMap<>();
    /** Types of another table that are the same as known ones, though perhaps not told in the same way. */
    private final IdentityHashMap<Type, Integer> standing = new IdentityHashMap<>();
    /** For each type the types that it refers to, in the order of its record. */
    private final List<int[]> references = new ArrayList<>();

    private int depth;
    private final Deque<Pending> waiting = new ArrayDeque<>();

    /** A type whose parts were not looked at yet. */
    private record Pending(int number, Type type) {}

    /** Returns the number of different types; they have the numbers 1 to that, and void has 0. */
    int count() {
        return records.size();
    }

    /** Returns the record of a type. */
    TypeRecord record(int number) {
        return Objects.requireNonNull(records.get(number - 1));
    }

    /** Returns the numbers of the types that a type refers to. */
    int[] references(int number) {
        return references.get(number - 1);
    }

    /** Lets a type stand for a known one from now on. */
    void stands(Type type, int number) {
        standing.put(type, number);
    }

    /** Forgets objects of a file that is done, so that their memory may be used again. */
    void forget() {
        seen = new IdentityHashMap<>();
    }

    /**
     * Adds a type and all that it refers to, and returns its number.
     *
     * @throws MissingTypeException when the type comes from a damaged file
     */
    int add(Type type) {
        try {
            return number(type);
        } finally {
            // All that the file has is taken now: it may be closed afterwards.
            settle();
        }
    }

    private void settle() {
        Pending next;
        while ((next = waiting.poll()) != null) {
            references.set(next.number - 1, parts(next.type));
            records.set(next.number - 1, TypeRecord.of(next.type));
        }
    }

    private int[] parts(Type type) {
        return switch (type) {
            case StructType struct ->
                numbers(struct.members().stream().map(StructType.Member::type).toList());
            case PointerType pointer -> numbers(List.of(pointer::target));
            case ArrayType array -> numbers(List.of(array::element));
            case TypedefType typedef -> numbers(List.of(typedef::target));
            case QualifiedType qualified -> numbers(List.of(qualified::target));
            case FunctionType function -> {
                List<Supplier<Type>> parts = new ArrayList<>();
                parts.add(function::result);
                function.parameters().forEach(parameter -> parts.add(parameter::type));
                yield numbers(parts);
            }
            default -> NONE;
        };
    }

    private int[] numbers(List<Supplier<Type>> parts) {
        int[] result = new int[parts.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = whole(parts.get(i));
        }
        return result;
    }

    /** Returns the number of a part; one that is damaged stands as void, so that what refers to it is kept. */
    private int whole(Supplier<Type> part) {
        try {
            return number(part.get());
        } catch (MissingTypeException e) {
            return 0;
        }
    }

    private int number(Type type) {
        if (type == VoidType.VOID) {
            return 0;
        }
        Integer known = seen.get(type);
        known = known == null ? standing.get(type) : known;
        if (known != null) {
            return known;
        }
        // What has a tag is not looked into here; C nests the rest no deeper. In a damaged file a pointer may point at
        // itself.
        if (depth > DEEPEST) {
            throw new MissingTypeException("types are nested more than " + DEEPEST + " deep");
        }
        depth++;
        Fingerprint.Value key;
        try {
            key = key(type);
        } finally {
            depth--;
        }
        int same = numbers.putIfAbsent(key, records.size() + 1);
        if (same == 0) {
            records.add(null);
            references.add(NONE);
            same = records.size();
            waiting.add(new Pending(same, type));
        }
        seen.put(type, same);
        return same;
    }

    /** Returns what is equal for types that are the same. Only tagged types close circles, and they do not look at their parts. */
    private Fingerprint.Value key(Type type) {
        Fingerprint key = new Fingerprint();
        switch (type) {
            case IntType integer ->
                key.add('i')
                        .add(integer.size())
                        .add((integer.signed() ? 1 : 0) | (integer.bool() ? 2 : 0))
                        .add(integer.spelling());
            case FloatType real -> key.add('f').add(real.size()).add(real.spelling());
            case PointerType pointer -> key.add('p').add(pointer.size()).add(number(pointer.target()));
            case ArrayType array -> key.add('a').add(array.count()).add(number(array.element()));
            case TypedefType typedef -> key.add('t').add(typedef.name()).add(number(typedef.target()));
            case QualifiedType qualified ->
                key.add('q').add(qualified.qualifier()).add(number(qualified.target()));
            case StructType struct -> Shapes.add(struct, key);
            case EnumType enumeration -> Shapes.add(enumeration, key);
            case FunctionType function -> {
                key.add(function.variadic() ? 'v' : 'n').add(number(function.result()));
                for (FunctionType.Parameter parameter : function.parameters()) {
                    key.add(number(parameter.type())).add(parameter.name());
                }
            }
            case VoidType none -> key.add('0');
        }
        return key.end();
    }
}
