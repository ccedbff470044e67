package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.VoidType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses type names (ISO C17 6.7.7).
 *
 * <pre>
 * type      := specifier+ declarator
 * specifier := "char" | "int" | … | ("struct" | "union" | "enum") tag | typedef's name | "typeof" "(" (type | expression) ")"
 *            | qualifier
 * </pre>
 *
 * As in gdb for C++, a structure's tag stands for it where a star follows: {@code (task_struct *)}.
 */
final class TypeNames {
    private static final Set<String> WORDS = Set.of(
            "char",
            "short",
            "int",
            "long",
            "unsigned",
            "signed",
            "__signed__",
            "_Bool",
            "float",
            "double",
            "void",
            "__int128",
            "_Float16");
    private static final Map<String, String> QUALIFIERS = Map.of(
            "const", "const",
            "__const", "const",
            "volatile", "volatile",
            "__volatile__", "volatile",
            "restrict", "restrict",
            "__restrict", "restrict",
            "_Atomic", "_Atomic");
    private static final Set<String> TYPEOF = Set.of("typeof", "__typeof__", "__typeof", "typeof_unqual");

    private final Expressions.Scope scope;
    private final Kernel kernel;
    private final Names names;
    private final Cursor cursor;
    private final Parser parser;
    private @Nullable IntType character;

    TypeNames(Expressions.Scope scope, Names names, Cursor cursor, Parser parser) {
        this.scope = scope;
        this.kernel = scope.kernel();
        this.names = names;
        this.cursor = cursor;
        this.parser = parser;
    }

    /** Returns {@code char}: signed or not as this kernel has it ({@code -funsigned-char} since 3bc753c06dd0, 6.2, and on arm64 and ppc64). */
    IntType character() {
        if (character == null) {
            character = kernel.findType(TypeSource.Kind.BASE, "char") instanceof IntType known
                    ? known
                    : new IntType("char", 1, true, false);
        }
        return character;
    }

    /** Returns whether a type's name begins here; a variable hides a typedef of the same name. */
    boolean begins(int ahead) {
        Token token = cursor.peek(ahead);
        if (token.kind() != Token.Kind.NAME) {
            return false;
        }
        String name = token.text();
        if (tag(name) != null || WORDS.contains(name) || QUALIFIERS.containsKey(name) || TYPEOF.contains(name)) {
            return true;
        }
        return !name.startsWith("$")
                && !names.hides(name)
                && (kernel.findType(TypeSource.Kind.TYPEDEF, name) != null
                        || cursor.peek(ahead + 1).is("*") && tagged(name) != null);
    }

    private @Nullable Type tagged(String name) {
        Type struct = kernel.findType(TypeSource.Kind.STRUCT, name);
        return struct == null ? kernel.findType(TypeSource.Kind.UNION, name) : struct;
    }

    Type parse() throws ExpressionException {
        cursor.deeper();
        List<String> qualifiers = new ArrayList<>();
        qualifiers(qualifiers);
        Type type = specifier(qualifiers);
        qualifiers(qualifiers);
        type = new Declarator(cursor, this, kernel.memory().pointerSize()).parse(qualified(type, qualifiers));
        cursor.shallower();
        return type;
    }

    /** Takes all qualifiers that stand here. */
    void qualifiers(List<String> found) {
        while (cursor.peek().kind() == Token.Kind.NAME) {
            String qualifier = QUALIFIERS.get(cursor.peek().text());
            if (qualifier == null) {
                return;
            }
            cursor.next();
            if (!found.contains(qualifier)) {
                found.add(qualifier);
            }
        }
    }

    static Type qualified(Type type, List<String> qualifiers) {
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
        if (TYPEOF.contains(first.text())) {
            Type type = typeOf();
            return first.text().equals("typeof_unqual") ? type.bare() : type;
        }
        Type type = kernel.searchType(TypeSource.Kind.TYPEDEF, first.text());
        return known(type == null ? tagged(first.text()) : type, "type " + first.text(), first.position());
    }

    private Type typeOf() throws ExpressionException {
        cursor.expect("(");
        Type type = begins(0)
                ? parse()
                : new Evaluator(scope, names, true).evaluate(parser.enclosed()).type();
        cursor.expect(")");
        return type;
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
            words.add(cursor.next().text().replace("__signed__", "signed"));
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
                unsigned
                        ? new IntType("unsigned char", 1, false, false)
                        : signed ? new IntType("signed char", 1, true, false) : character();
            case "short" -> new IntType(prefix + "short", 2, !unsigned, false);
            case "long" -> new IntType(prefix + "long", 8, !unsigned, false);
            case "long long" -> new IntType(prefix + "long long", 8, !unsigned, false);
            case "__int128" -> new IntType(prefix + "__int128", 16, !unsigned, false);
            default -> unsigned || signed ? none(prefix + base, position) : other(base, position);
        };
    }

    private static Type other(String base, int position) throws ExpressionException {
        return switch (base) {
            case "void" -> VoidType.VOID;
            case "_Bool" -> new IntType("_Bool", 1, false, true);
            case "float" -> Numbers.FLOAT;
            case "double" -> Numbers.DOUBLE;
            case "long double", "double long" -> Numbers.LONG_DOUBLE;
            case "_Float16" -> new FloatType("_Float16", 2);
            default -> none(base, position);
        };
    }

    private static Type none(String words, int position) throws ExpressionException {
        throw new ExpressionException("'" + words + "' is no type", position);
    }
}
