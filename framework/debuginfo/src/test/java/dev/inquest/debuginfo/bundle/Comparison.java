package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares what two sources say of the same questions, and collects where they differ. */
final class Comparison {
    private final List<String> differences = new ArrayList<>();
    private int checked;

    List<String> differences() {
        return differences;
    }

    int checked() {
        return checked;
    }

    private void check(String what, Object expected, Object got) {
        checked++;
        if (!expected.equals(got) && differences.size() < 20) {
            differences.add(what + ": " + expected + " but " + got);
        }
    }

    static <T> T part(List<LayoutSource> sources, Function<LayoutSource, @Nullable T> part) {
        T found = null;
        for (LayoutSource source : sources) {
            // The last one: DWARF stands behind BTF.
            found = part.apply(source) != null ? part.apply(source) : found;
        }
        if (found == null) {
            throw new IllegalStateException("a part is missing");
        }
        return found;
    }

    void types(TypeSource expected, TypeSource got) {
        for (TypeSource.Kind kind : TypeSource.Kind.values()) {
            TreeSet<String> names = new TreeSet<>();
            TreeSet<String> others = new TreeSet<>();
            expected.forEachName(kind, name -> {
                Type type = expected.find(kind, name);
                names.add(kind == TypeSource.Kind.BASE && type != null ? type.spelling() : name);
            });
            got.forEachName(kind, others::add);
            check("names of " + kind, names, others);
            for (String name : names) {
                check(kind + " " + name, describe(expected.find(kind, name)), describe(got.find(kind, name)));
            }
        }
    }

    void variables(SymbolSource symbols, TypeSource expected, TypeSource got) {
        TreeSet<String> names = new TreeSet<>();
        symbols.forEach(symbol -> names.add(symbol.name()));
        for (String name : names) {
            List<Symbol> found = symbols.byName(name);
            if (!found.isEmpty() && !found.getFirst().text()) {
                check("variable " + name, describe(expected.variable(name)), describe(got.variable(name)));
            }
        }
    }

    /** Compares the types of functions. */
    void functions(SymbolSource symbols, TypeSource expected, TypeSource got) {
        symbols.forEach(symbol -> {
            if (symbol.text()) {
                check(
                        "function " + symbol.name(),
                        describe(expected.function(symbol.name(), symbol.address(), false)),
                        describe(got.function(symbol.name(), symbol.address(), false)));
            }
        });
    }

    /** Tells a type with one level of what it is made of, and all levels of what has no name. */
    static String describe(@Nullable Type type) {
        StringBuilder text = new StringBuilder();
        describe(type, text, 0);
        return text.toString();
    }

    private static void describe(@Nullable Type type, StringBuilder text, int depth) {
        if (depth > 64) {
            // In a damaged file pointers may point at themselves.
            text.append("...");
            return;
        }
        switch (type) {
            case null -> text.append("none");
            case StructType struct -> {
                text.append(struct.spelling()).append(' ').append(struct.size());
                if (depth == 0 || struct.tag() == null) {
                    text.append(" {");
                    for (StructType.Member member : struct.members()) {
                        text.append(member.name()).append('@').append(member.bitOffset());
                        text.append(':').append(member.bitFieldSize()).append(' ');
                        describe(member.type().get(), text, depth + 1);
                        text.append("; ");
                    }
                    text.append('}');
                }
            }
            case EnumType enumeration ->
                text.append(enumeration.spelling())
                        .append(enumeration.size())
                        .append(enumeration.signed())
                        .append(enumeration.enumerators());
            case PointerType pointer -> {
                text.append('*').append(pointer.size());
                describe(pointer.target(), text, depth + 1);
            }
            case ArrayType array -> {
                text.append('[').append(array.count()).append(']');
                describe(array.element(), text, depth + 1);
            }
            case QualifiedType qualified -> {
                text.append(qualified.qualifier()).append(' ');
                describe(qualified.target(), text, depth + 1);
            }
            case TypedefType typedef -> {
                text.append(typedef.name());
                if (depth == 0) {
                    text.append('=');
                    describe(typedef.target(), text, depth + 1);
                }
            }
            case FunctionType function -> {
                text.append('(');
                describe(function.result(), text, depth + 1);
                for (FunctionType.Parameter parameter : function.parameters()) {
                    text.append(", ").append(parameter.name()).append(' ');
                    describe(parameter.type(), text, depth + 1);
                }
                text.append(function.variadic()).append(')');
            }
            default -> text.append(type);
        }
    }

    private static String describe(@Nullable Symbol symbol) {
        return symbol == null
                ? "none"
                : symbol.name() + " " + Long.toHexString(symbol.address()) + " " + symbol.size() + symbol.kind()
                        + symbol.module();
    }

    void symbols(SymbolSource expected, SymbolSource got) {
        Map<String, Integer> counts = new TreeMap<>();
        expected.forEach(symbol -> counts.merge(describe(symbol), 1, Integer::sum));
        Map<String, Integer> others = new TreeMap<>();
        got.forEach(symbol -> others.merge(describe(symbol), 1, Integer::sum));
        check("all symbols", counts, others);
        expected.forEach(symbol -> {
            List<String> all = expected.byName(symbol.name()).stream()
                    .map(Comparison::describe)
                    .sorted()
                    .toList();
            check(
                    "symbols " + symbol.name(),
                    all,
                    got.byName(symbol.name()).stream()
                            .map(Comparison::describe)
                            .sorted()
                            .toList());
            for (int distance = -1; distance < 3; distance += 2) {
                long address = symbol.address() + distance;
                check("at " + Long.toHexString(address), describe(expected.at(address)), describe(got.at(address)));
            }
        });
    }

    void lines(LineSource expected, LineSource got, long start, long end, int step) {
        for (long pc = start; pc < end; pc += step) {
            check("lines at " + Long.toHexString(pc), expected.positions(pc), got.positions(pc));
        }
    }

    void unwind(
            Function<Long, @Nullable UnwindRow> expected,
            Function<Long, @Nullable UnwindRow> got,
            long start,
            long end,
            int step) {
        for (long pc = start; pc < end; pc += step) {
            check("row at " + Long.toHexString(pc), describe(expected.apply(pc)), describe(got.apply(pc)));
        }
    }

    private static String describe(@Nullable UnwindRow row) {
        if (row == null) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        text.append(row.kind()).append(describe(row.cfa())).append(row.returnAddressRegister());
        text.append(row.interrupted()).append(row.origin());
        new TreeMap<>(row.registers())
                .forEach((register, rule) -> text.append(' ').append(register).append(describe(rule)));
        return text.toString();
    }

    private static String describe(UnwindRule rule) {
        return rule instanceof UnwindRule.Expression expression
                ? Arrays.toString(expression.operations().toArray(ValueLayout.JAVA_BYTE)) + expression.value()
                : rule.toString();
    }
}
