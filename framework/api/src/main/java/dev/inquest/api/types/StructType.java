package dev.inquest.api.types;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A struct or union. */
public final class StructType implements Type {
    private final boolean union;
    private final @Nullable String tag;
    private final long size;
    private final Supplier<List<Member>> members;

    /**
     * One member.
     *
     * @param name its name, or null for an anonymous struct or union
     * @param type its type; the target of the lazily read graph, so call it only when needed
     * @param bitOffset distance in bits from the beginning of the struct; for bit-fields on little-endian machines the offset of
     *     the least significant bit
     * @param bitFieldSize width in bits of a bit-field, 0 for other members
     */
    public record Member(@Nullable String name, Supplier<Type> type, long bitOffset, int bitFieldSize) {
        /** Returns the distance in bytes from the beginning of the struct, rounded down. */
        public long offset() {
            return bitOffset >> 3;
        }
    }

    /**
     * Where a member, perhaps nested, lies.
     *
     * @param type the member's type
     * @param bitOffset distance in bits from the beginning of the outermost struct
     * @param bitFieldSize width in bits of a bit-field, 0 for other members
     */
    public record Place(Type type, long bitOffset, int bitFieldSize) {
        /** Returns the distance in bytes from the beginning of the outermost struct, rounded down. */
        public long offset() {
            return bitOffset >> 3;
        }
    }

    /**
     * Makes a struct or union.
     *
     * @param union whether this is a union
     * @param tag the tag, or null for an anonymous one
     * @param size bytes, or -1 for a mere declaration
     * @param members gives the members; called each time, so it should remember
     */
    public StructType(boolean union, @Nullable String tag, long size, Supplier<List<Member>> members) {
        this.union = union;
        this.tag = tag;
        this.size = size;
        this.members = members;
    }

    /** Returns whether this is a union. */
    public boolean union() {
        return union;
    }

    /** Returns the tag, or null for an anonymous struct or union. */
    public @Nullable String tag() {
        return tag;
    }

    /** Returns the members in the order of their declaration. */
    public List<Member> members() {
        return members.get();
    }

    /**
     * Finds a member, also inside anonymous structs and unions.
     *
     * @param path a name, or several with dots and constant indices: {@code "se.cfs_rq"}, {@code "slots[3]"}
     * @return where it lies, or null when there is no such member
     */
    public @Nullable Place find(String path) {
        return MemberPath.find(this, path);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String spelling() {
        return (union ? "union " : "struct ") + (tag == null ? "{...}" : tag);
    }
}
