package dev.inquest.core.types;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.VoidType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads types as C spells them in a cast:
 *
 * <pre>
 * type      := qualifier* specifier qualifier* pointer* array*
 * specifier := ('struct' | 'union' | 'enum') tag | word+ of a base type | 'void' | name of a typedef
 * pointer   := '*' qualifier*
 * array     := '[' [number] ']'
 * qualifier := 'const' | 'volatile' | 'restrict' | '_Atomic'
 * </pre>
 *
 * Functions and pointers to arrays are not spelled this way.
 */
final class TypeParser {
    private static final int MAXIMUM_LENGTH = 512;
    private final Lookup lookup;

    /** Finds named types. */
    interface Lookup {
        @Nullable
        Type find(TypeSource.Kind kind, String name);
    }

    TypeParser(Lookup lookup) {
        this.lookup = lookup;
    }

    /** Returns the type, or null when the spelling is not understood or names a type that there is not. */
    @Nullable
    Type parse(String spelling) {
        if (spelling.length() > MAXIMUM_LENGTH) {
            return null;
        }
        List<String> tokens = tokens(spelling);
        return tokens == null ? null : new Cursor(tokens).type();
    }

    /** Splits into words, stars and brackets; null when something else is among them. */
    private static @Nullable List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '*' || c == '[' || c == ']') {
                tokens.add(String.valueOf(c));
                at++;
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                int end = at;
                while (end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                    end++;
                }
                tokens.add(text.substring(at, end));
                at = end;
            } else {
                return null;
            }
        }
        return tokens;
    }

    private static boolean qualifier(String word) {
        return word.equals("const") || word.equals("volatile") || word.equals("restrict") || word.equals("_Atomic");
    }

    /** One reading of a list of tokens. */
    private final class Cursor {
        private final List<String> tokens;
        private int at;

        Cursor(List<String> tokens) {
            this.tokens = tokens;
        }

        private String peek() {
            return at < tokens.size() ? tokens.get(at) : "";
        }

        private List<String> qualifiers() {
            List<String> found = new ArrayList<>();
            while (qualifier(peek())) {
                found.add(tokens.get(at++));
            }
            return found;
        }

        @Nullable
        Type type() {
            List<String> qualifiers = qualifiers();
            Type type = specifier();
            if (type == null) {
                return null;
            }
            qualifiers.addAll(qualifiers());
            type = qualified(type, qualifiers);
            while (peek().equals("*")) {
                at++;
                Type target = type;
                type = qualified(new PointerType(8, () -> target), qualifiers());
            }
            return arrays(type);
        }

        private @Nullable Type specifier() {
            String word = peek();
            at++;
            return switch (word) {
                case "struct" -> named(TypeSource.Kind.STRUCT);
                case "union" -> named(TypeSource.Kind.UNION);
                case "enum" -> named(TypeSource.Kind.ENUM);
                case "void" -> VoidType.VOID;
                case "" -> null;
                default -> BaseTypes.word(word) ? base(word) : typedef(word);
            };
        }

        private @Nullable Type named(TypeSource.Kind kind) {
            String tag = peek();
            at++;
            return tag.isEmpty() ? null : lookup.find(kind, tag);
        }

        private @Nullable Type typedef(String name) {
            Type type = lookup.find(TypeSource.Kind.TYPEDEF, name);
            return type != null ? type : lookup.find(TypeSource.Kind.BASE, name);
        }

        private @Nullable Type base(String first) {
            if (first.equals("bool")) {
                Type typedef = lookup.find(TypeSource.Kind.TYPEDEF, first);
                if (typedef != null) {
                    return typedef;
                }
            }
            List<String> words = new ArrayList<>();
            words.add(first);
            while (BaseTypes.word(peek())) {
                words.add(tokens.get(at++));
            }
            BaseTypes.Base base = BaseTypes.of(words);
            if (base == null) {
                return null;
            }
            for (String name : base.names()) {
                Type type = lookup.find(TypeSource.Kind.BASE, name);
                if (type != null) {
                    return type;
                }
            }
            return base.type();
        }

        private static Type qualified(Type type, List<String> qualifiers) {
            for (String qualifier : qualifiers) {
                Type target = type;
                type = new QualifiedType(qualifier, () -> target);
            }
            return type;
        }

        /** Reads {@code [2][3]}: an array of 2 arrays of 3; nothing may follow. */
        private @Nullable Type arrays(Type element) {
            List<Long> counts = new ArrayList<>();
            while (peek().equals("[")) {
                at++;
                if (peek().equals("]")) {
                    counts.add(-1L);
                } else {
                    try {
                        counts.add(Long.decode(peek()));
                    } catch (NumberFormatException e) {
                        return null;
                    }
                    at++;
                }
                if (!peek().equals("]") || counts.getLast() > Integer.MAX_VALUE) {
                    return null;
                }
                at++;
            }
            Type type = element;
            for (long count : counts.reversed()) {
                Type inner = type;
                type = new ArrayType(() -> inner, count);
            }
            return at == tokens.size() ? type : null;
        }
    }
}
