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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The shape of a struct, union or enumeration: its size and its members' names, places and types as they are spelled, with anonymous ones
 * spelled out. Two definitions of one tag with one shape are taken for the same, as pahole does; of different shapes they are different
 * types that happen to have one name.
 */
final class Shapes {
    /** The kernel nests anonymous structs some eight deep; what is deeper is damaged. */
    private static final int DEEPEST = 64;

    private final MessageDigest digest;
    private IdentityHashMap<Type, String> keys = new IdentityHashMap<>();
    private final Map<String, String> kept = new HashMap<>();

    Shapes() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void forget() {
        keys = new IdentityHashMap<>();
    }

    /** Returns a text that is the same for definitions that are the same. */
    String key(Type type) {
        String key = keys.get(type);
        if (key == null) {
            StringBuilder text = new StringBuilder();
            if (type instanceof StructType struct) {
                text.append(struct.union() ? 'U' : 'S').append(struct.tag()).append(' ');
                body(struct, text, 0);
            } else if (type instanceof EnumType enumeration) {
                text.append('E').append(enumeration.tag()).append(' ');
                body(enumeration, text);
            }
            byte[] hash = digest.digest(text.toString().getBytes(StandardCharsets.UTF_8));
            String made = HexFormat.of().formatHex(hash, 0, 16);
            String same = kept.putIfAbsent(made, made);
            key = same == null ? made : same;
            keys.put(type, key);
        }
        return key;
    }

    private static void body(EnumType enumeration, StringBuilder text) {
        text.append(enumeration.size()).append(enumeration.signed() ? 's' : 'u');
        for (EnumType.Enumerator enumerator : enumeration.enumerators()) {
            text.append(enumerator.name())
                    .append('=')
                    .append(enumerator.value())
                    .append(',');
        }
    }

    private static void body(StructType struct, StringBuilder text, int depth) {
        text.append(struct.size()).append('{');
        for (StructType.Member member : struct.members()) {
            text.append(member.name()).append(' ').append(member.bitOffset());
            text.append(':').append(member.bitFieldSize()).append(' ');
            shallow(member.type().get(), text, depth + 1);
            text.append(';');
        }
        text.append('}');
    }

    /** Spells a type without looking into tagged ones and typedefs. */
    private static void shallow(Type type, StringBuilder text, int depth) {
        if (depth > DEEPEST) {
            throw new MissingTypeException("types are nested more than " + DEEPEST + " deep");
        }
        switch (type) {
            case StructType struct -> {
                text.append(struct.union() ? 'U' : 'S');
                if (struct.tag() == null) {
                    body(struct, text, depth);
                } else {
                    text.append(struct.tag());
                }
            }
            case EnumType enumeration -> {
                text.append('E');
                if (enumeration.tag() == null) {
                    body(enumeration, text);
                } else {
                    text.append(enumeration.tag());
                }
            }
            case PointerType pointer -> {
                text.append('*');
                shallow(pointer.target(), text, depth + 1);
            }
            case ArrayType array -> {
                text.append('[').append(array.count()).append(']');
                shallow(array.element(), text, depth + 1);
            }
            case QualifiedType qualified -> {
                text.append(qualified.qualifier().charAt(0));
                shallow(qualified.target(), text, depth + 1);
            }
            case FunctionType function -> {
                text.append('(');
                shallow(function.result(), text, depth + 1);
                for (FunctionType.Parameter parameter : function.parameters()) {
                    text.append(',');
                    shallow(parameter.type(), text, depth + 1);
                }
                text.append(function.variadic() ? "...)" : ")");
            }
            case TypedefType typedef -> text.append('T').append(typedef.name());
            default -> text.append(type.spelling());
        }
    }
}
