package dev.inquest.testkit.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Structs declared in a small part of C and laid out by the rules of 64-bit Linux:
 *
 * <pre>
 * text    := struct*                                       "//" begins a comment
 * struct  := "struct" NAME "{" member* "}" ";"
 * member  := type "*"* NAME [ "[" COUNT "]" ] [ ":" BITS ] [ "@" OFFSET ] ";"
 * type    := "struct" NAME | void | char | short | int | long … | u8 … u64 | s8 … s64
 * </pre>
 *
 * {@code @} puts a member at an offset, behind a hole; the members behind it go on from there. Bit-fields lie behind one another and do not
 * count for the alignment.
 */
public final class CTypes {
    private static final Pattern MEMBER = Pattern.compile(
            "(struct \\w+|[\\w ]+?)\\s*(\\**)\\s*(\\w+)\\s*(?:\\[(\\d+)])?\\s*(?::\\s*(\\d+))?\\s*(?:@\\s*(\\w+))?");
    private static final Pattern STRUCT = Pattern.compile("struct (\\w+)\\s*\\{([^}]*)}\\s*;");

    /** Integers by name: size in bytes, and whether they have a sign. */
    private static final Map<String, Base> BASES = Map.ofEntries(
            Map.entry("char", new Base(1, true)),
            Map.entry("int", new Base(4, true)),
            Map.entry("unsigned int", new Base(4, false)),
            Map.entry("long", new Base(8, true)),
            Map.entry("unsigned long", new Base(8, false)),
            Map.entry("u8", new Base(1, false)),
            Map.entry("u16", new Base(2, false)),
            Map.entry("u32", new Base(4, false)),
            Map.entry("u64", new Base(8, false)),
            Map.entry("s16", new Base(2, true)),
            Map.entry("s64", new Base(8, true)));

    private final Map<String, Struct> structs = new LinkedHashMap<>();

    /**
     * An integer.
     *
     * @param size in bytes
     * @param signed whether it has a sign
     */
    record Base(int size, boolean signed) {}

    /**
     * A member.
     *
     * @param name its name
     * @param type what stands before the stars
     * @param pointers number of stars
     * @param count elements of an array, -1 when it is none
     * @param bitOffset from the beginning of the struct
     * @param bits width of a bit-field, 0 when it is none
     * @param size in bytes
     */
    record Field(String name, String type, int pointers, int count, int bitOffset, int bits, int size) {
        int offset() {
            return bitOffset / 8;
        }
    }

    /** A struct; sizes in bytes. */
    record Struct(String name, int size, int alignment, List<Field> fields) {
        @Nullable
        Field find(String field) {
            for (Field one : fields) {
                if (one.name.equals(field)) {
                    return one;
                }
            }
            return null;
        }
    }

    /** Parses declarations. */
    public static CTypes parse(String text) {
        CTypes types = new CTypes();
        Matcher matcher = STRUCT.matcher(text.replaceAll("//[^\n]*", ""));
        while (matcher.find()) {
            types.declare(matcher.group(1), matcher.group(2));
        }
        return types;
    }

    /** Parses declarations, and then those in a resource beside this class. */
    static CTypes resource(String declarations, String name) {
        try (InputStream in = CTypes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return parse(declarations + new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void declare(String name, String body) {
        List<Field> fields = new ArrayList<>();
        int end = 0;
        int alignment = 1;
        for (String text : body.split(";")) {
            if (text.isBlank()) {
                continue;
            }
            Matcher matcher = MEMBER.matcher(text.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("struct " + name + ": no member: " + text.strip());
            }
            String type = matcher.group(1);
            int pointers = matcher.group(2).length();
            int count = matcher.group(4) == null ? -1 : Integer.parseInt(matcher.group(4));
            int bits = matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5));
            int one = pointers > 0 ? 8 : size(type);
            if (matcher.group(6) != null) {
                end = Integer.decode(matcher.group(6)) * 8;
            } else if (bits == 0) {
                int align = pointers > 0 ? 8 : alignment(type);
                alignment = Math.max(alignment, align);
                end = (end + align * 8 - 1) / (align * 8) * (align * 8);
            }
            int size = count < 0 ? one : one * count;
            fields.add(new Field(matcher.group(3), type, pointers, count, end, bits, size));
            end += bits > 0 ? bits : size * 8;
        }
        int size = ((end + 7) / 8 + alignment - 1) / alignment * alignment;
        structs.put(name, new Struct(name, size, alignment, List.copyOf(fields)));
    }

    private int size(String type) {
        Base base = BASES.get(type);
        return base != null ? base.size : struct(type).size;
    }

    private int alignment(String type) {
        Base base = BASES.get(type);
        return base != null ? base.size : struct(type).alignment;
    }

    /** Returns a struct, with or without the word struct before its name. */
    Struct struct(String type) {
        Struct struct = structs.get(type.startsWith("struct ") ? type.substring(7) : type);
        if (struct == null) {
            throw new IllegalArgumentException("no type " + type);
        }
        return struct;
    }

    /** Returns whether a struct of this name is declared. */
    boolean declares(String type) {
        return structs.containsKey(type.startsWith("struct ") ? type.substring(7) : type);
    }

    /** Returns all structs in the order of the text. */
    List<Struct> structs() {
        return List.copyOf(structs.values());
    }

    /** Returns the integers by name. */
    static Map<String, Base> bases() {
        return BASES;
    }

    /** Returns the structs as BTF. */
    public byte[] btf(ByteOrder order) {
        return BtfOfTypes.write(this, order);
    }

    /** Returns the size of a struct in bytes. */
    public int sizeOf(String struct) {
        return struct(struct).size;
    }

    /** Returns the offset of a member in bytes; the path goes through members that are structs, as in {@code tasks.next}. */
    public int offsetOf(String struct, String path) {
        return place(struct, path).offset();
    }

    /** Finds a member; the offset is from the outermost struct. */
    Field place(String struct, String path) {
        String type = struct;
        int bits = 0;
        String[] names = path.split("\\.");
        for (int i = 0; ; i++) {
            Field field = struct(type).find(names[i]);
            if (field == null) {
                throw new IllegalArgumentException(type + " has no member " + names[i]);
            }
            bits += field.bitOffset;
            if (i == names.length - 1) {
                return new Field(field.name, field.type, field.pointers, field.count, bits, field.bits, field.size);
            }
            type = field.type;
        }
    }
}
