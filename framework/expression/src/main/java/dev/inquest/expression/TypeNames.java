package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.VoidType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses type names (ISO C17 6.7.7) without functions: {@code specifier... '*'... ('[' number ']')...}, qualifiers anywhere among
 * specifiers and stars.
 */
final class TypeNames {
    private static final List<String> WORDS = List.of(
            "char", "short", "int", "long", "unsigned", "signed", "_Bool", "float", "double", "void", "__int128");
    private static final List<String> QUALIFIERS = List.of("const", "volatile", "restrict", "_Atomic");
    private static final int MOST_STARS = 32;

    private final Kernel kernel;
    private final Cursor cursor;

    TypeNames(Kernel kernel, Cursor cursor) {
        this.kernel = kernel;
        this.cursor = cursor;
    }

    /** Returns whether a type's name begins here; a variable hides a typedef of the same name. */
    boolean begins(int ahead) {
        Token token = cursor.peek(ahead);
        if (token.kind() != Token.Kind.NAME) {
            return false;
        }
        String name = token.text();
        return tag(name) != null
                || WORDS.contains(name)
                || QUALIFIERS.contains(name)
                || !name.startsWith("$")
                        && kernel.findType(TypeSource.Kind.TYPEDEF, name) != null
                        && kernel.symbol(name) == null;
    }

    Type parse() throws ExpressionException {
        List<String> qualifiers = new ArrayList<>();
        qualifiers(qualifiers);
        Type type = specifier(qualifiers);
        qualifiers(qualifiers);
        type = qualified(type, qualifiers);
        for (int stars = 0; cursor.take("*"); stars++) {
            if (stars >= MOST_STARS) {
                throw cursor.expected("at most " + MOST_STARS + " stars");
            }
            Type target = type;
            type = new PointerType(kernel.memory().pointerSize(), () -> target);
            qualifiers(qualifiers);
            type = qualified(type, qualifiers);
        }
        if (cursor.peek().is("(")) {
            throw cursor.expected("')': types of functions are not supported");
        }
        return arrays(type);
    }

    private Type arrays(Type element) throws ExpressionException {
        List<Long> counts = new ArrayList<>();
        while (cursor.take("[")) {
            if (cursor.peek().kind() != Token.Kind.NUMBER || counts.size() >= MOST_STARS) {
                throw cursor.expected("a number of elements");
            }
            Token number = cursor.next();
            long count = Literals.number(number).bits();
            if (count < 0 || count > 1L << 32) {
                throw new ExpressionException("an array has at most 2^32 elements", number.position());
            }
            counts.add(count);
            cursor.expect("]");
        }
        Type type = element;
        for (long count : counts.reversed()) {
            Type inner = type;
            type = new ArrayType(() -> inner, count);
        }
        return type;
    }

    private void qualifiers(List<String> found) {
        while (cursor.peek().kind() == Token.Kind.NAME
                && QUALIFIERS.contains(cursor.peek().text())) {
            String qualifier = cursor.next().text();
            if (!found.contains(qualifier)) {
                found.add(qualifier);
            }
        }
    }

    private static Type qualified(Type type, List<String> qualifiers) {
        Type at = type;
        for (String qualifier : qualifiers) {
            Type target = at;
            at = new QualifiedType(qualifier, () -> target);
        }
        qualifiers.clear();
        return at;
    }

    private Type specifier(List<String> qualifiers) throws ExpressionException {
        Token first = cursor.peek();
        if (first.kind() != Token.Kind.NAME) {
            throw cursor.expected("a type");
        }
        TypeSource.Kind kind = tag(first.text());
        if (kind != null) {
            cursor.next();
            Token tag = cursor.peek();
            String name = cursor.expectName("the tag of a " + first.text());
            return known(kernel.searchType(kind, name), first.text() + " " + name, tag.position());
        }
        if (WORDS.contains(first.text())) {
            return arithmetic(qualifiers, first.position());
        }
        cursor.next();
        return known(
                kernel.searchType(TypeSource.Kind.TYPEDEF, first.text()), "type " + first.text(), first.position());
    }

    private static Type known(@Nullable Type type, String what, int position) throws ExpressionException {
        if (type == null) {
            throw new ExpressionException("no source of types knows a " + what, position);
        }
        return type;
    }

    private static TypeSource.@Nullable Kind tag(String word) {
        return switch (word) {
            case "struct" -> TypeSource.Kind.STRUCT;
            case "union" -> TypeSource.Kind.UNION;
            case "enum" -> TypeSource.Kind.ENUM;
            default -> null;
        };
    }

    private Type arithmetic(List<String> qualifiers, int position) throws ExpressionException {
        List<String> words = new ArrayList<>();
        while (cursor.peek().kind() == Token.Kind.NAME
                && WORDS.contains(cursor.peek().text())
                && words.size() < 8) {
            words.add(cursor.next().text());
            qualifiers(qualifiers);
        }
        boolean unsigned = words.remove("unsigned");
        boolean signed = !unsigned && words.remove("signed");
        if (words.size() > 1) {
            // "long int" is long, "short int" short.
            words.remove("int");
        }
        String base = String.join(" ", words);
        String prefix = unsigned ? "unsigned " : "";
        return switch (base) {
            case "", "int" -> new IntType(prefix + "int", 4, !unsigned, false);
            case "char" ->
                new IntType(unsigned ? "unsigned char" : signed ? "signed char" : "char", 1, !unsigned, false);
            case "short" -> new IntType(prefix + "short", 2, !unsigned, false);
            case "long" -> new IntType(prefix + "long", 8, !unsigned, false);
            case "long long" -> new IntType(prefix + "long long", 8, !unsigned, false);
            case "__int128" -> new IntType(prefix + "__int128", 16, !unsigned, false);
            default -> {
                if (!unsigned && !signed) {
                    if (base.equals("void")) {
                        yield VoidType.VOID;
                    }
                    if (base.equals("_Bool")) {
                        yield new IntType("_Bool", 1, false, true);
                    }
                    if (base.equals("float") || base.equals("double")) {
                        yield new FloatType(base, base.equals("float") ? 4 : 8);
                    }
                }
                throw new ExpressionException("'" + prefix + base + "' is no type", position);
            }
        };
    }
}
