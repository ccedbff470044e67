package dev.inquest.core.model.fake;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.VoidType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types written by hand. */
public final class FakeTypes {
    /** {@code int}. */
    public static final Type INT = new IntType("int", 4, true, false);
    /** {@code unsigned int}. */
    public static final Type UNSIGNED = new IntType("unsigned int", 4, false, false);
    /** {@code unsigned short}. */
    public static final Type SHORT = new IntType("short unsigned int", 2, false, false);
    /** {@code unsigned char}. */
    public static final Type BYTE = new IntType("unsigned char", 1, false, false);
    /** {@code unsigned long}. */
    public static final Type LONG = new IntType("long unsigned int", 8, false, false);
    /** {@code void *}. */
    public static final Type POINTER = new PointerType(8, () -> VoidType.VOID);

    private final Map<String, Type> types = new HashMap<>();

    /** Forgets all types. */
    public void clear() {
        types.clear();
    }

    /** Finds a type by kind and name. */
    public @Nullable Type find(TypeSource.Kind kind, String name) {
        return types.get(kind + " " + name);
    }

    /** Returns an array of characters. */
    public static Type chars(int count) {
        return array(new IntType("char", 1, true, false), count);
    }

    /** Returns an array. */
    public static Type array(Type element, int count) {
        return new ArrayType(() -> element, count);
    }

    /** Adds a struct; members follow one another without padding unless they are placed. */
    public Struct struct(String tag) {
        return new Struct(tag);
    }

    /** Adds an enumeration with the values 0, 1, 2, … */
    public void enumeration(String tag, String... names) {
        List<EnumType.Enumerator> enumerators = new ArrayList<>();
        for (String name : names) {
            enumerators.add(new EnumType.Enumerator(name, enumerators.size()));
        }
        types.put(TypeSource.Kind.ENUM + " " + tag, new EnumType(tag, 4, false, () -> enumerators));
    }

    /** Returns the offset of a member. */
    public long offset(String tag, String path) {
        if (find(TypeSource.Kind.STRUCT, tag) instanceof StructType struct) {
            StructType.Place place = struct.find(path);
            if (place != null) {
                return place.offset();
            }
        }
        throw new IllegalArgumentException(tag + " has no " + path);
    }

    /** Returns the size of a struct. */
    public long size(String tag) {
        Type type = find(TypeSource.Kind.STRUCT, tag);
        if (type == null) {
            throw new IllegalArgumentException("no struct " + tag);
        }
        return type.size();
    }

    /** A struct in the making. */
    public final class Struct {
        private final String tag;
        private final List<StructType.Member> members = new ArrayList<>();
        private long end;

        private Struct(String tag) {
            this.tag = tag;
        }

        /** Adds a member behind the last one. */
        public Struct with(String name, Type type) {
            return at(end, name, type);
        }

        /** Adds a member at an offset in bytes. */
        public Struct at(long offset, String name, Type type) {
            members.add(new StructType.Member(name, () -> type, offset * 8, 0));
            end = offset + type.size();
            return this;
        }

        /** Makes the struct. */
        public StructType done() {
            StructType type = new StructType(false, tag, end, () -> members);
            types.put(TypeSource.Kind.STRUCT + " " + tag, type);
            return type;
        }
    }
}
