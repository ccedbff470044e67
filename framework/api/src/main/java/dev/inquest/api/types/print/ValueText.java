package dev.inquest.api.types.print;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;

/** Spells values as gdb does inside crash: nested braces, {@code <repeats N times>}, strings with octal escapes. */
public final class ValueText {
    private static final int DEEPEST = 32;
    private static final int MOST_ELEMENTS = 200;
    private static final int REPEATS = 10;

    private final Kernel kernel;
    private final boolean hexadecimal;

    /**
     * Makes a printer.
     *
     * @param kernel names what pointers point at
     * @param hexadecimal whether integers are hexadecimal
     */
    public ValueText(Kernel kernel, boolean hexadecimal) {
        this.kernel = kernel;
        this.hexadecimal = hexadecimal;
    }

    /** Spells a value; lines behind the first are indented by {@code indent} spaces more than a multiple of two. */
    public String of(Value value, int indent) {
        return spell(value, indent, 0);
    }

    private String spell(Value value, int indent, int depth) {
        if (depth > DEEPEST) {
            return "{...}";
        }
        try {
            return switch (value.type().bare()) {
                case StructType struct -> struct(value, struct, indent, depth);
                case ArrayType array -> array(value, array, indent, depth);
                case PointerType pointer -> pointer(value, pointer);
                case EnumType enumeration -> enumeration(value.asLong(), enumeration);
                case IntType integer -> integer(value, integer);
                case FloatType number -> floating(value, number);
                default -> "<" + value.type().spelling() + " at 0x" + Long.toHexString(value.address()) + ">";
            };
        } catch (FaultException e) {
            return "<" + e.fault().kind().words() + ": " + e.fault().detail() + ">";
        } catch (MissingTypeException e) {
            return "<" + e.getMessage() + ">";
        }
    }

    private String struct(Value value, StructType struct, int indent, int depth) {
        StringBuilder text = new StringBuilder("{");
        String margin = " ".repeat(indent + 2);
        boolean first = true;
        for (StructType.Member member : struct.members()) {
            text.append(first ? "\n" : ",\n").append(margin);
            first = false;
            if (member.name() != null) {
                text.append(member.name()).append(" = ");
            }
            text.append(spell(Members.of(value, member), indent + 2, depth + 1));
        }
        return text.append('\n').append(" ".repeat(indent)).append('}').toString();
    }

    private String array(Value value, ArrayType array, int indent, int depth) {
        Type element = array.element();
        long count = Math.max(0, array.count());
        if (element.bare() instanceof IntType integer && integer.character()) {
            return Strings.quoted(kernelBytes(value, count), REPEATS, MOST_ELEMENTS);
        }
        List<String> elements = new ArrayList<>();
        for (long i = 0; i < Math.min(count, MOST_ELEMENTS); i++) {
            elements.add(spell(value.index(i), indent + 2, depth + 1));
        }
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < elements.size(); ) {
            int run = 1;
            while (i + run < elements.size() && elements.get(i + run).equals(elements.get(i))) {
                run++;
            }
            text.append(i == 0 ? "" : ", ");
            if (run >= REPEATS) {
                text.append(elements.get(i)).append(" <repeats ").append(run).append(" times>");
                i += run;
            } else {
                text.append(elements.get(i));
                i++;
            }
        }
        return text.append(count > MOST_ELEMENTS ? "..." : "").append('}').toString();
    }

    private static byte[] kernelBytes(Value value, long count) {
        return value.memory().bytes(value.address(), (int) Math.min(count, 1 << 16));
    }

    private String pointer(Value value, PointerType pointer) {
        long address = value.asLong();
        String text = "0x" + Long.toHexString(address);
        if (address == 0) {
            return text;
        }
        Type target = pointer.target().bare();
        if (target instanceof FunctionType || kernel.moduleAt(address).isPresent()) {
            Symbol symbol = kernel.symbolAt(address);
            if (symbol != null) {
                long distance = address - symbol.address();
                return text + " <" + symbol.name() + (distance == 0 ? "" : "+" + distance) + ">";
            }
        }
        if (target instanceof IntType integer && integer.character()) {
            try {
                return text + " \"" + Strings.escaped(value.memory().cString(address, MOST_ELEMENTS)) + "\"";
            } catch (FaultException e) {
                return text + " <" + e.fault().kind().words() + ">";
            }
        }
        Symbol symbol = kernel.symbolAt(address);
        return symbol == null
                ? text
                : text + " <" + symbol.name() + (address == symbol.address() ? "" : "+" + (address - symbol.address()))
                        + ">";
    }

    private String enumeration(long number, EnumType enumeration) {
        return enumeration.nameOf(number).orElseGet(() -> flags(number, enumeration));
    }

    // gdb spells a combination of single bits as (A | B), with what no name stands for at the end.
    private String flags(long number, EnumType enumeration) {
        List<String> names = new ArrayList<>();
        long rest = number;
        for (EnumType.Enumerator enumerator : enumeration.enumerators()) {
            if (Long.bitCount(enumerator.value()) != 1) {
                if (enumerator.value() != 0) {
                    return Long.toString(number);
                }
            } else if ((rest & enumerator.value()) != 0) {
                names.add(enumerator.name());
                rest &= ~enumerator.value();
            }
        }
        if (names.isEmpty()) {
            return Long.toString(number);
        }
        return "(" + String.join(" | ", names) + (rest == 0 ? "" : " | unknown: 0x" + Long.toHexString(rest)) + ")";
    }

    private String integer(Value value, IntType integer) {
        if (integer.size() > 8) {
            return "0x" + Long.toHexString(value.memory().u64(value.address() + 8))
                    + String.format(
                            java.util.Locale.ROOT, "%016x", value.memory().u64(value.address()));
        }
        long number = value.asLong();
        if (integer.bool()) {
            return number == 0 ? "false" : number == 1 ? "true" : Long.toString(number);
        }
        String text = hexadecimal ? "0x" + Long.toHexString(masked(number, integer)) : decimal(number, integer);
        return integer.character() ? text + " '" + Strings.character((int) number & 0xff) + "'" : text;
    }

    private static long masked(long number, IntType integer) {
        return integer.size() >= 8 ? number : number & (1L << integer.size() * 8) - 1;
    }

    private static String decimal(long number, IntType integer) {
        return integer.signed() ? Long.toString(number) : Long.toUnsignedString(number);
    }

    private static String floating(Value value, FloatType number) {
        return switch ((int) number.size()) {
            case 4 -> Float.toString(Float.intBitsToFloat((int) value.memory().unsigned(value.address(), 4)));
            case 8 -> Double.toString(Double.longBitsToDouble(value.memory().u64(value.address())));
            default -> "<" + number.spelling() + ">";
        };
    }
}
