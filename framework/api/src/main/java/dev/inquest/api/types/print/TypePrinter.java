package dev.inquest.api.types.print;

import dev.inquest.api.result.Address;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spells the definition of a struct, with or without offsets, as crash does. */
public final class TypePrinter {
    private static final int DEEPEST = 16;

    private TypePrinter() {}

    /**
     * Returns the definition's lines.
     *
     * @param struct the struct
     * @param offsets whether each member has its offset in brackets
     * @param base an address to add to the offsets, or null to show offsets alone
     */
    public static List<String> definition(StructType struct, boolean offsets, @Nullable Long base) {
        List<String> lines = new ArrayList<>();
        lines.add(struct.spelling() + " {");
        members(struct, new Margin(offsets, struct.size(), base), 0, 1, lines);
        lines.add("}");
        lines.add("SIZE: " + struct.size());
        return lines;
    }

    private static void members(StructType struct, Margin margin, long bits, int depth, List<String> lines) {
        for (StructType.Member member : struct.members()) {
            long offset = bits + member.bitOffset();
            String indent = "    ".repeat(depth - 1);
            StructType inner = anonymous(member.type().get());
            if (inner != null && depth < DEEPEST) {
                lines.add(margin.empty() + indent + (inner.union() ? "union" : "struct") + " {");
                members(inner, margin, offset, depth + 1, lines);
                String before = member.name() == null ? margin.empty() : margin.of(offset);
                lines.add(before + indent + "}" + suffix(member) + ";");
            } else {
                lines.add(margin.of(offset) + indent + declaration(member) + ";");
            }
        }
    }

    // What stands left of a definition: nothing but blanks, offsets or addresses.
    private record Margin(
            boolean offsets, long size, @Nullable Long base) {
        String of(long bits) {
            return offsets ? bracket(bits, size, base) + " " : empty();
        }

        String empty() {
            return offsets ? " ".repeat(base == null ? width(size) + 1 : 21) : "    ";
        }
    }

    /** Spells one member: its type, name and bit-field width. */
    public static String declaration(StructType.Member member) {
        String name = member.name() == null ? "" : member.name();
        return Spelling.of(member.type().get(), name)
                + (member.bitFieldSize() == 0 ? "" : " : " + member.bitFieldSize());
    }

    /**
     * Spells an offset in brackets, right-aligned so that every offset in the structure fits; with a base the address of the member.
     *
     * @param bits the offset in bits
     * @param size bytes of the structure
     * @param base address of the structure, or null for offsets alone
     */
    public static String bracket(long bits, long size, @Nullable Long base) {
        if (base != null) {
            return "  [" + new Address(base + (bits >> 3)).digits() + "]";
        }
        String text = "[" + (bits >> 3) + "]";
        return " ".repeat(Math.max(0, width(size) - text.length())) + text;
    }

    private static int width(long size) {
        return 4 + Long.toString(Math.max(size, 0)).length();
    }

    private static String suffix(StructType.Member member) {
        if (member.name() == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(" ");
        Type type = member.type().get();
        if (type instanceof PointerType) {
            text.append('*');
        }
        text.append(member.name());
        while (type instanceof ArrayType array) {
            text.append('[')
                    .append(array.count() < 0 ? "" : Long.toString(array.count()))
                    .append(']');
            type = array.element();
        }
        return text.toString();
    }

    // A struct without a tag, perhaps in an array, has its members shown in place.
    private static @Nullable StructType anonymous(Type type) {
        Type at = type;
        while (at instanceof ArrayType array) {
            at = array.element();
        }
        return at instanceof StructType struct && struct.tag() == null ? struct : null;
    }
}
