package dev.inquest.commands.expression;

import dev.inquest.api.result.Row;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.print.TypePrinter;
import java.util.ArrayList;
import java.util.List;

/** Definitions of types, as rows and as crash's lines. */
final class Definition {
    private Definition() {}

    /** Returns the rows of a structure's members, or of those that are named. */
    static List<Row> rows(StructType struct, List<String> members) {
        List<Row> rows = new ArrayList<>();
        for (String path : members) {
            StructType.Place place = struct.find(path);
            if (place != null) {
                rows.add(row(place.offset(), path, place.type(), place.bitOffset(), place.bitFieldSize()));
            }
        }
        if (members.isEmpty()) {
            for (StructType.Member member : struct.members()) {
                Type type = member.type().get();
                rows.add(row(member.offset(), member.name(), type, member.bitOffset(), member.bitFieldSize()));
            }
        }
        return rows;
    }

    private static Row row(
            long offset, @org.jspecify.annotations.Nullable String name, Type type, long bitOffset, int bitSize) {
        return new Row()
                .put("offset", offset)
                .put("name", name)
                .put("type", type.spelling())
                .put("bit_offset", bitOffset)
                .put("bit_size", bitSize);
    }

    /** Returns the lines of the named members with their offsets, or with their addresses in the structure at {@code base}. */
    static List<String> members(StructType struct, List<String> members, @org.jspecify.annotations.Nullable Long base) {
        List<String> lines = new ArrayList<>();
        lines.add(struct.spelling() + " {");
        for (String path : members) {
            StructType.Place place = struct.find(path);
            if (place != null) {
                StructType.Member member =
                        new StructType.Member(path, place::type, place.bitOffset(), place.bitFieldSize());
                lines.add(TypePrinter.bracket(place.bitOffset(), struct.size(), base) + " "
                        + TypePrinter.declaration(member) + ";");
            }
        }
        lines.add("}");
        return lines;
    }

    /** Adds the definition of any type, with its size. */
    static void of(Type type, boolean offsets, Row row, List<String> lines) {
        row.put("type", type.spelling()).put("size", type.size());
        Type bare = type.bare();
        if (bare instanceof StructType struct) {
            row.put("members", rows(struct, List.of()));
            lines.addAll(of(struct, offsets, type instanceof TypedefType typedef ? typedef.name() : null));
            return;
        }
        if (bare instanceof EnumType enumeration) {
            enumeration(enumeration, type instanceof TypedefType, row, lines);
            return;
        }
        if (type instanceof TypedefType typedef) {
            // crash has gdb go on to what all names stand for.
            Type target = typedef.target();
            while (target instanceof TypedefType named) {
                target = named.target();
            }
            lines.add("typedef " + Spelling.of(target, typedef.name()) + ";");
        }
        if (!(type instanceof TypedefType)) {
            lines.add(type.spelling());
        }
        lines.add("SIZE: " + (type.size() < 0 ? "not known" : type.size()));
    }

    /** Returns the lines of a structure's definition; where a typedef led to it, as gdb shows that. */
    static List<String> of(StructType struct, boolean offsets, @org.jspecify.annotations.Nullable String typedef) {
        List<String> lines = new ArrayList<>(TypePrinter.definition(struct, offsets, null));
        if (typedef != null) {
            String tag = struct.tag() == null ? "" : " " + struct.tag();
            lines.set(0, "typedef " + (struct.union() ? "union" : "struct") + tag + " {");
            int end = lines.lastIndexOf("}");
            if (end > 0) {
                lines.set(end, "} " + typedef + ";");
            }
        }
        return lines;
    }

    private static void enumeration(EnumType enumeration, boolean typedef, Row row, List<String> lines) {
        List<Row> enumerators = new ArrayList<>();
        String tag = enumeration.tag() == null ? "enum" : "enum " + enumeration.tag();
        lines.add((typedef ? "typedef " : "") + tag + " {");
        for (EnumType.Enumerator enumerator : enumeration.enumerators()) {
            enumerators.add(new Row().put("name", enumerator.name()).put("value", enumerator.value()));
            lines.add("  " + enumerator.name() + " = " + enumerator.value());
        }
        lines.add("};");
        row.put("enumerators", enumerators);
    }
}
