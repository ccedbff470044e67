package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import dev.inquest.debuginfo.bundle.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type as it is written, but for the numbers of the types that it refers to, which are known at last: those stand between the two pieces, or, of a function,
 * behind the name of each parameter. A type of debug information would keep all of its file in memory; thousands of modules would not fit.
 */
final class TypeRecord {
    private final byte[] bytes;
    /** Where the references stand. */
    private final int split;

    private TypeRecord(byte[] bytes, int split) {
        this.bytes = bytes;
        this.split = split;
    }

    static TypeRecord of(Type type) {
        Bytes out = new Bytes();
        int split = head(type, out);
        return new TypeRecord(out.toArray(), split < 0 ? out.size() : split);
    }

    /** Writes all but the references, and returns where these stand; -1 for the end. */
    private static int head(Type type, Bytes out) {
        switch (type) {
            case IntType integer ->
                out.u8(Format.INT)
                        .text(integer.spelling())
                        .uleb(integer.size())
                        .u8((integer.signed() ? 1 : 0) | (integer.bool() ? 2 : 0));
            case FloatType real -> out.u8(Format.FLOAT).text(real.spelling()).uleb(real.size());
            case PointerType pointer -> out.u8(Format.POINTER).uleb(pointer.size());
            case ArrayType array -> out.u8(Format.ARRAY).uleb(array.count() + 1);
            case StructType struct -> {
                return struct(struct, out);
            }
            case EnumType enumeration -> enumeration(enumeration, out);
            case TypedefType typedef -> out.u8(Format.TYPEDEF).text(typedef.name());
            case QualifiedType qualified -> out.u8(Format.QUALIFIED).u8(qualifier(qualified.qualifier()));
            case FunctionType function -> {
                out.u8(Format.FUNCTION).u8(function.variadic() ? 1 : 0);
                function.parameters().forEach(parameter -> out.text(text(parameter.name())));
                return 2;
            }
            case VoidType none -> throw new IllegalStateException("void has no record");
        }
        return -1;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int qualifier(String qualifier) {
        return switch (qualifier) {
            case "const" -> 0;
            case "volatile" -> 1;
            case "restrict" -> 2;
            default -> 3;
        };
    }

    private static int struct(StructType struct, Bytes out) {
        List<StructType.Member> members = struct.members();
        out.u8(struct.union() ? Format.UNION : Format.STRUCT).text(text(struct.tag()));
        out.uleb(struct.size() + 1).uleb(members.size());
        for (StructType.Member member : members) {
            out.text(text(member.name()));
        }
        int split = out.size();
        long last = 0;
        for (StructType.Member member : members) {
            long distance = member.offset() - last;
            last = member.offset();
            boolean bits = member.bitFieldSize() != 0 || (member.bitOffset() & 7) != 0;
            out.uleb((distance << 1 ^ distance >> 63) << 1 | (bits ? 1 : 0));
            if (bits) {
                out.u8((int) member.bitOffset() & 7).u8(member.bitFieldSize());
            }
        }
        return split;
    }

    private static void enumeration(EnumType enumeration, Bytes out) {
        out.u8(Format.ENUM).text(text(enumeration.tag())).uleb(enumeration.size() + 1);
        out.u8(enumeration.signed() ? 1 : 0);
        long last = -1;
        for (EnumType.Enumerator enumerator : enumeration.enumerators()) {
            out.text(enumerator.name()).sleb(enumerator.value() - last - 1);
            last = enumerator.value();
        }
    }

    /** Returns the tag or the name of a typedef; empty for everything else. */
    String name() {
        return switch (bytes[0]) {
            case Format.STRUCT, Format.UNION, Format.ENUM, Format.TYPEDEF -> {
                int end = textEnd(1);
                int begin = 2;
                while (bytes[begin - 1] < 0) {
                    begin++;
                }
                yield new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
            }
            default -> "";
        };
    }

    /** Returns where the text that begins at an offset ends. */
    private int textEnd(int begin) {
        int at = begin;
        int length = 0;
        int shift = 0;
        do {
            length |= (bytes[at] & 0x7f) << shift;
            shift += 7;
        } while (bytes[at++] < 0);
        return at + length;
    }

    /** Writes the record with its references. */
    void write(int[] references, Bytes out) {
        Bytes record = new Bytes().put(bytes, split);
        if (bytes[0] == Format.FUNCTION) {
            record.uleb(references[0]);
            int at = split;
            for (int i = 1; i < references.length; i++) {
                int end = textEnd(at);
                record.put(Arrays.copyOfRange(bytes, at, end)).uleb(references[i]);
                at = end;
            }
        } else {
            for (int reference : references) {
                record.uleb(reference);
            }
            record.put(Arrays.copyOfRange(bytes, split, bytes.length));
        }
        out.uleb(record.size()).put(record);
    }
}
