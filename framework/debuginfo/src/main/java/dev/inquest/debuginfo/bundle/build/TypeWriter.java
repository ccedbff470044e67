package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import dev.inquest.debuginfo.bundle.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the records of types. */
final class TypeWriter {
    private static final int BLOCK = 24 << 10;

    private final TypeGraph graph;
    private final TypeOrder order;

    TypeWriter(TypeGraph graph, TypeOrder order) {
        this.graph = graph;
        this.order = order;
    }

    SectionData write() {
        RecordWriter records = new RecordWriter(BLOCK);
        for (int number : order.order()) {
            Bytes record = record(number);
            records.add(new Bytes().uleb(record.size()).put(record));
        }
        return records.end(Format.TYPES, 0);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private Bytes record(int number) {
        int[] parts = graph.references(number).clone();
        for (int i = 0; i < parts.length; i++) {
            parts[i] = order.written(parts[i]);
        }
        Bytes out = new Bytes();
        switch (graph.type(number)) {
            case IntType integer ->
                out.u8(Format.INT)
                        .text(integer.spelling())
                        .uleb(integer.size())
                        .u8((integer.signed() ? 1 : 0) | (integer.bool() ? 2 : 0));
            case FloatType real -> out.u8(Format.FLOAT).text(real.spelling()).uleb(real.size());
            case PointerType pointer ->
                out.u8(Format.POINTER).uleb(pointer.size()).uleb(parts[0]);
            case ArrayType array -> out.u8(Format.ARRAY).uleb(array.count() + 1).uleb(parts[0]);
            case StructType struct -> struct(struct, parts, out);
            case EnumType enumeration -> enumeration(enumeration, out);
            case TypedefType typedef ->
                out.u8(Format.TYPEDEF).text(typedef.name()).uleb(parts[0]);
            case QualifiedType qualified ->
                out.u8(Format.QUALIFIED).u8(qualifier(qualified.qualifier())).uleb(parts[0]);
            case FunctionType function -> function(function, parts, out);
            case VoidType none -> throw new IllegalStateException("void has no record");
        }
        return out;
    }

    private static int qualifier(String qualifier) {
        return switch (qualifier) {
            case "const" -> 0;
            case "volatile" -> 1;
            case "restrict" -> 2;
            default -> 3;
        };
    }

    private static void struct(StructType struct, int[] parts, Bytes out) {
        List<StructType.Member> members = struct.members();
        out.u8(struct.union() ? Format.UNION : Format.STRUCT).text(text(struct.tag()));
        out.uleb(struct.size() + 1).uleb(members.size());
        for (StructType.Member member : members) {
            out.text(text(member.name()));
        }
        for (int part : parts) {
            out.uleb(part);
        }
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

    private static void function(FunctionType function, int[] parts, Bytes out) {
        out.u8(Format.FUNCTION).u8(function.variadic() ? 1 : 0).uleb(parts[0]);
        List<FunctionType.Parameter> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            out.text(text(parameters.get(i).name())).uleb(parts[i + 1]);
        }
    }
}
