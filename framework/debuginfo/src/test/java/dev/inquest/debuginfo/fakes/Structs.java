package dev.inquest.debuginfo.fakes;

import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;

/** Makes structs. */
public final class Structs {
    public static final Type LONG = new IntType("unsigned long", 8, false, false);
    public static final Type INT = new IntType("unsigned int", 4, false, false);
    public static final Type SHORT = new IntType("short", 2, true, false);

    private final List<StructType.Member> members = new ArrayList<>();

    /** Adds a member at an offset in bytes. */
    public Structs member(String name, Type type, long offset) {
        members.add(new StructType.Member(name, () -> type, offset * 8, 0));
        return this;
    }

    /** Adds a bit-field at an offset in bits. */
    public Structs bits(String name, long offset, int width) {
        members.add(new StructType.Member(name, () -> INT, offset, width));
        return this;
    }

    public StructType build(String tag, long size) {
        List<StructType.Member> all = List.copyOf(members);
        return new StructType(false, tag, size, () -> all);
    }

    public static Type pointer(Type target) {
        return new PointerType(8, () -> target);
    }
}
