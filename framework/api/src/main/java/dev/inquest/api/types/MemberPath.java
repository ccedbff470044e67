package dev.inquest.api.types;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves {@code a.b[2].c} inside a struct; anonymous structs and unions are looked through. */
final class MemberPath {
    private MemberPath() {}

    static StructType.@Nullable Place find(StructType struct, String path) {
        StructType.Place place = new StructType.Place(struct, 0, 0);
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '[') {
                int close = path.indexOf(']', at);
                if (close < 0 || !(place.type().bare() instanceof ArrayType array)) {
                    return null;
                }
                long index;
                try {
                    index = Long.parseLong(path.substring(at + 1, close));
                } catch (NumberFormatException e) {
                    return null;
                }
                Type element = array.element();
                place = new StructType.Place(element, place.bitOffset() + index * element.size() * 8, 0);
                at = close + 1;
            } else if (c == '.') {
                at++;
            } else {
                int end = at;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                if (!(place.type().bare() instanceof StructType inner)) {
                    return null;
                }
                StructType.Place next = named(inner, path.substring(at, end), 0, null);
                if (next == null) {
                    return null;
                }
                place = new StructType.Place(next.type(), place.bitOffset() + next.bitOffset(), next.bitFieldSize());
                at = end;
            }
        }
        return place.type() == struct ? null : place;
    }

    /**
     * Finds a member by its name alone. Each anonymous struct is looked into once: in a damaged file each may contain the next one many times.
     *
     * @param passed those that have no such member; null before there are any
     */
    private static StructType.@Nullable Place named(
            StructType struct, String name, int depth, @Nullable Set<StructType> passed) {
        for (StructType.Member member : struct.members()) {
            if (name.equals(member.name())) {
                return new StructType.Place(member.type().get(), member.bitOffset(), member.bitFieldSize());
            }
        }
        if (depth < 32) {
            Set<StructType> without = passed;
            for (StructType.Member member : struct.members()) {
                if (member.name() == null && member.type().get().bare() instanceof StructType inner) {
                    without = without == null ? Collections.newSetFromMap(new IdentityHashMap<>(8)) : without;
                    StructType.Place found = without.add(inner) ? named(inner, name, depth + 1, without) : null;
                    if (found != null) {
                        return new StructType.Place(
                                found.type(), member.bitOffset() + found.bitOffset(), found.bitFieldSize());
                    }
                }
            }
        }
        return null;
    }
}
