package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code whatis -r} and {@code -m}: looks through all structures for a size and for the type of a member. */
final class StructSearch {
    private StructSearch() {}

    static Result run(Invocation invocation) throws CommandException {
        if (!invocation.arguments().operands().isEmpty()) {
            throw CommandException.usage("whatis: -r and -m look through all structures; leave the name away");
        }
        long[] range = range(invocation.arguments().value("r").orElse(""));
        String member = invocation.arguments().value("m").orElse("");
        List<Row> rows = new ArrayList<>();
        for (StructType struct : structures(invocation.kernel()).values()) {
            if (invocation.progress().cancelled()) {
                break;
            }
            boolean fits = struct.size() >= range[0] && struct.size() <= range[1];
            if (fits && (member.isEmpty() || has(struct, member, new HashSet<>()))) {
                rows.add(new Row()
                        .put("size", struct.size())
                        .put("name", struct.tag())
                        .put("type", struct.spelling()));
            }
        }
        rows.sort(Comparator.comparingLong((Row row) -> row.number("size")).thenComparing(row -> row.text("name")));
        return Result.of("whatis-search/1", rows, (result, out) -> {
            if (result.rows().isEmpty()) {
                out.line("(none found)");
                return;
            }
            out.line("SIZE  TYPE");
            for (Row row : result.rows()) {
                out.line(String.format("%4d  %s", row.number("size"), row.text("name")));
            }
        });
    }

    private static long[] range(String text) throws CommandException {
        int dash = text.indexOf('-');
        try {
            if (text.isEmpty()) {
                return new long[] {0, Long.MAX_VALUE};
            }
            long low = Long.decode(dash < 0 ? text : text.substring(0, dash));
            return new long[] {low, dash < 0 ? low : Long.decode(text.substring(dash + 1))};
        } catch (NumberFormatException e) {
            throw CommandException.usage("whatis: -r takes a size in bytes, or a range such as 128-192");
        }
    }

    // Each structure once, whichever source has it; those that need no index come first.
    private static Map<String, StructType> structures(Kernel kernel) {
        Map<String, StructType> found = new TreeMap<>();
        boolean any = false;
        for (boolean ready : new boolean[] {true, false}) {
            for (LayoutSource layout : kernel.layouts()) {
                TypeSource types = layout.types();
                if (types != null && types.ready() == ready && (ready || !any)) {
                    add(types, TypeSource.Kind.STRUCT, found);
                    add(types, TypeSource.Kind.UNION, found);
                }
            }
            any |= !found.isEmpty();
        }
        return found;
    }

    private static void add(TypeSource types, TypeSource.Kind kind, Map<String, StructType> found) {
        List<String> names = new ArrayList<>();
        types.forEachName(kind, names::add);
        for (String name : names) {
            if (!found.containsKey(kind + name) && types.find(kind, name) instanceof StructType struct) {
                found.put(kind + name, struct);
            }
        }
    }

    private static boolean has(StructType struct, String wanted, Set<StructType> seen) {
        if (!seen.add(struct)) {
            return false;
        }
        for (StructType.Member member : struct.members()) {
            Type type = member.type().get();
            if (type.spelling().contains(wanted)) {
                return true;
            }
            Type inner = stripped(type);
            if (inner instanceof StructType nested && has(nested, wanted, seen)) {
                return true;
            }
        }
        return false;
    }

    // What a member contains; what it points at is another structure.
    private static Type stripped(Type type) {
        Type at = type;
        while (at instanceof ArrayType || at instanceof QualifiedType) {
            at = at instanceof ArrayType array ? array.element() : ((QualifiedType) at).target();
        }
        return at instanceof PointerType ? at : at.bare();
    }
}
