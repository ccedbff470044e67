package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import java.util.List;

/**
 * The shape of a struct, union or enumeration: its size and its members' names, places and types as they are spelled, with anonymous ones
 * spelled out. Two definitions of one tag with one shape are taken for the same, as pahole does; of different shapes they are different
 * types that happen to have one name.
 */
final class Shapes {
    /** The kernel nests anonymous structs some eight deep; what is deeper is damaged. */
    private static final int DEEPEST = 64;

    private Shapes() {}

    /** Adds what is the same for definitions that are the same. */
    static void add(StructType struct, Fingerprint to) {
        to.add(struct.union() ? 'U' : 'S').add(struct.tag());
        body(struct, to, 0);
    }

    /** Adds what is the same for definitions that are the same. */
    static void add(EnumType enumeration, Fingerprint to) {
        to.add('E').add(enumeration.tag());
        body(enumeration, to);
    }

    private static void body(EnumType enumeration, Fingerprint to) {
        List<EnumType.Enumerator> enumerators = enumeration.enumerators();
        to.add(enumeration.size()).add(enumeration.signed() ? 1 : 0).add(enumerators.size());
        for (EnumType.Enumerator enumerator : enumerators) {
            to.add(enumerator.name()).add(enumerator.value());
        }
    }

    private static void body(StructType struct, Fingerprint to, int depth) {
        List<StructType.Member> members = struct.members();
        to.add(struct.size()).add(members.size());
        for (StructType.Member member : members) {
            to.add(member.name()).add(member.bitOffset()).add(member.bitFieldSize());
            shallow(member.type().get(), to, depth + 1);
        }
    }

    /** Adds a type without looking into tagged ones and typedefs. */
    private static void shallow(Type type, Fingerprint to, int depth) {
        if (depth > DEEPEST) {
            throw new MissingTypeException("types are nested more than " + DEEPEST + " deep");
        }
        switch (type) {
            case StructType struct -> {
                to.add(struct.union() ? 'U' : 'S').add(struct.tag());
                if (struct.tag() == null) {
                    body(struct, to, depth);
                }
            }
            case EnumType enumeration -> {
                to.add('E').add(enumeration.tag());
                if (enumeration.tag() == null) {
                    body(enumeration, to);
                }
            }
            case PointerType pointer -> shallow(pointer.target(), to.add('*'), depth + 1);
            case ArrayType array -> shallow(array.element(), to.add('[').add(array.count()), depth + 1);
            case QualifiedType qualified ->
                shallow(qualified.target(), to.add('q').add(qualified.qualifier()), depth + 1);
            case FunctionType function -> {
                List<FunctionType.Parameter> parameters = function.parameters();
                to.add('(').add(parameters.size()).add(function.variadic() ? 1 : 0);
                shallow(function.result(), to, depth + 1);
                for (FunctionType.Parameter parameter : parameters) {
                    shallow(parameter.type(), to, depth + 1);
                }
            }
            case TypedefType typedef -> to.add('T').add(typedef.name());
            default -> to.add('i').add(type.spelling());
        }
    }
}
