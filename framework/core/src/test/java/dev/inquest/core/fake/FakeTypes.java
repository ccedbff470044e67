package dev.inquest.core.fake;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table of types made by hand; it notes what it was asked. */
public final class FakeTypes implements TypeSource, LayoutSource {
    public static final Type INT = new IntType("int", 4, true, false);
    public static final Type UINT = new IntType("unsigned int", 4, false, false);
    public static final Type LONG = new IntType("long int", 8, true, false);
    public static final Type ULONG = new IntType("long unsigned int", 8, false, false);
    public static final Type SHORT = new IntType("short int", 2, true, false);
    public static final Type CHAR = new IntType("char", 1, true, false);
    public static final Type UCHAR = new IntType("unsigned char", 1, false, false);

    private final String describe;
    private final boolean ready;
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Type> variables = new HashMap<>();

    /** What was looked up. */
    public final List<String> asked = new ArrayList<>();

    public FakeTypes(String describe, boolean ready) {
        this.describe = describe;
        this.ready = ready;
    }

    public static Type pointer(Type target) {
        return new PointerType(8, () -> target);
    }

    public static Type array(Type element, long count) {
        return new ArrayType(() -> element, count);
    }

    public static StructType.Member member(@Nullable String name, Type type, long offset) {
        return new StructType.Member(name, () -> type, offset * 8, 0);
    }

    public static StructType.Member bits(String name, Type type, long bitOffset, int width) {
        return new StructType.Member(name, () -> type, bitOffset, width);
    }

    public static StructType struct(@Nullable String tag, long size, StructType.Member... members) {
        return new StructType(false, tag, size, () -> List.of(members));
    }

    public FakeTypes add(Kind kind, String name, Type type) {
        types.put(kind + " " + name, type);
        return this;
    }

    public FakeTypes add(StructType struct) {
        return add(struct.union() ? Kind.UNION : Kind.STRUCT, String.valueOf(struct.tag()), struct);
    }

    public FakeTypes typedef(String name, Type target) {
        return add(Kind.TYPEDEF, name, new TypedefType(name, () -> target));
    }

    public FakeTypes variable(String name, Type type) {
        variables.put(name, type);
        return this;
    }

    @Override
    public String describe() {
        return describe;
    }

    @Override
    public TypeSource types() {
        return this;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public @Nullable Type find(Kind kind, String name) {
        asked.add(kind + " " + name);
        return types.get(kind + " " + name);
    }

    @Override
    public @Nullable Type variable(String name) {
        asked.add("variable " + name);
        return variables.get(name);
    }

    @Override
    public void forEachName(Kind kind, Consumer<String> action) {}
}
