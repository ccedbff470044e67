package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;

/** Messages that more than one place gives. */
final class Reading {
    private static final int DEEPEST = 8;
    private static final int MOST = 10_000;

    private Reading() {}

    static ExpressionException perCpu(String name, int position) {
        return new ExpressionException(
                name + " is a per-CPU variable; say which CPU: " + name + ":0, or " + name + ":a for all", position);
    }

    /** Says that a structure has no such member, and which name is near to it. */
    static String noMember(StructType struct, String name) {
        List<String> names = new ArrayList<>();
        names(struct, names, 0);
        String near = Near.of(name, names);
        return struct.spelling() + " has no member " + name + (near.isEmpty() ? "" : "; did you mean " + near + "?");
    }

    private static void names(StructType struct, List<String> names, int depth) {
        for (StructType.Member member : struct.members()) {
            if (member.name() != null) {
                names.add(member.name());
            } else if (depth < DEEPEST
                    && names.size() < MOST
                    && member.type().get().bare() instanceof StructType inner) {
                names(inner, names, depth + 1);
            }
        }
    }
}
