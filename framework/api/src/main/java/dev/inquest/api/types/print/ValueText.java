package dev.inquest.api.types.print;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Fault;
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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Spells values as gdb does inside crash: nested braces, strings with octal escapes, at most so many elements of an array. Unlike gdb alone crash
 * shows equal elements one by one; only a long run of equal characters, such as padding, stands as {@code <repeats N times>}.
 */
public final class ValueText {
    private static final int DEEPEST = 32;
    private static final int MOST_ELEMENTS = 256;
    private static final int MOST_CHARACTERS = 1 << 16;
    private static final int REPEATS = 64;
    private static final BigInteger ONES_128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final Kernel kernel;
    private final boolean hexadecimal;
    private final int most;
    /** What gdb's user wants of each number; null for what suits its type. */
    private final @Nullable NumberFormat format;

    /**
     * Makes a printer.
     *
     * @param kernel names what pointers point at
     * @param hexadecimal whether integers are hexadecimal
     */
    public ValueText(Kernel kernel, boolean hexadecimal) {
        this(kernel, hexadecimal, MOST_ELEMENTS);
    }

    /** Makes a printer that shows at most so many elements of an array, and characters of a string behind a pointer. */
    public ValueText(Kernel kernel, boolean hexadecimal, int most) {
        this(kernel, hexadecimal, most, null);
    }

    private ValueText(Kernel kernel, boolean hexadecimal, int most, @Nullable NumberFormat format) {
        this.kernel = kernel;
        this.hexadecimal = hexadecimal;
        this.most = most;
        this.format = format;
    }

    /** Returns a printer that spells each number, pointer and enumerator in a format; otherwise like this one. */
    public ValueText in(NumberFormat numbers) {
        return new ValueText(kernel, hexadecimal, most, numbers == NumberFormat.STRING ? null : numbers);
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
            NumberFormat wanted = format;
            if (wanted != null && number(value)) {
                return formatted(value, wanted);
            }
            return switch (value.type().bare()) {
                case StructType struct -> struct(value, struct, indent, depth);
                case ArrayType array -> array(value, array, indent, depth);
                case PointerType pointer -> pointer(value, pointer);
                case EnumType enumeration -> enumeration(value.asLong(), enumeration);
                case IntType integer -> integer(value, integer);
                case FloatType _ -> Reals.text(value.asDouble());
                case FunctionType function -> function(value, function);
                default -> "<" + value.type().spelling() + " at 0x" + Long.toHexString(value.address()) + ">";
            };
        } catch (FaultException e) {
            return e.fault().kind() == Fault.Kind.OPTIMISED_OUT
                    ? "<optimised out>"
                    : "<" + e.fault().kind().words() + ": " + e.fault().detail() + ">";
        } catch (MissingTypeException e) {
            return "<" + e.getMessage() + ">";
        }
    }

    private static boolean number(Value value) {
        Type bare = value.type().bare();
        return bare instanceof IntType || bare instanceof EnumType || bare instanceof PointerType;
    }

    private String formatted(Value value, NumberFormat wanted) {
        Type bare = value.type().bare();
        boolean signed = bare instanceof IntType integer && integer.signed()
                || bare instanceof EnumType enumeration && enumeration.signed();
        int bits = value.bitFieldSize() > 0 ? value.bitFieldSize() : (int) (bare.size() * 8);
        BigInteger number =
                bare instanceof IntType && bare.size() > 8 ? value.asBigInteger() : BigInteger.valueOf(value.asLong());
        return wanted.text(number, bits, signed) + (wanted == NumberFormat.ADDRESS ? symbol(number.longValue()) : "");
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
        if (format == null && element.bare() instanceof IntType integer && integer.character()) {
            return Strings.quoted(kernelBytes(value, count), REPEATS, MOST_CHARACTERS);
        }
        StringJoiner elements = new StringJoiner(", ", "{", count > most ? "...}" : "}");
        for (long i = 0; i < Math.min(count, most); i++) {
            elements.add(spell(value.index(i), indent + 2, depth + 1));
        }
        return elements.toString();
    }

    private static byte[] kernelBytes(Value value, long count) {
        return value.memory().bytes(value.address(), (int) Math.min(count, MOST_CHARACTERS));
    }

    private String pointer(Value value, PointerType pointer) {
        long address = value.asLong();
        String text = "0x" + Long.toHexString(address);
        if (address == 0) {
            return text;
        }
        Type target = pointer.target().bare();
        boolean code =
                target instanceof FunctionType || kernel.moduleAt(address).isPresent();
        String symbol = symbol(address);
        if (code && !symbol.isEmpty()) {
            return text + symbol;
        }
        if (target instanceof IntType integer && integer.character()) {
            try {
                return text + symbol + " \"" + Strings.escaped(value.memory().cString(address, most)) + "\"";
            } catch (FaultException e) {
                return text + symbol + " <" + e.fault().kind().words() + ">";
            }
        }
        return text + symbol;
    }

    private String symbol(long address) {
        Symbol symbol = kernel.symbolAt(address);
        if (symbol == null) {
            return "";
        }
        long distance = address - symbol.address();
        return " <" + symbol.name() + (distance == 0 ? "" : "+" + distance) + ">";
    }

    private String function(Value value, FunctionType function) {
        return "{" + function.spelling() + "} 0x" + Long.toHexString(value.address()) + symbol(value.address());
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
            BigInteger number = value.asBigInteger();
            return hexadecimal ? "0x" + number.and(ONES_128).toString(16) : number.toString();
        }
        long number = value.asLong();
        if (integer.bool() && !hexadecimal) {
            return number == 0 ? "false" : number == 1 ? "true" : Long.toString(number);
        }
        String text = hexadecimal
                ? "0x" + Long.toHexString(masked(number, integer, value.bitFieldSize()))
                : decimal(number, integer);
        return integer.character() ? text + " '" + Strings.character((int) number & 0xff) + "'" : text;
    }

    // A negative bit-field shows its own bits, as gdb does.
    private static long masked(long number, IntType integer, int bitFieldSize) {
        long width = bitFieldSize > 0 ? bitFieldSize : integer.size() * 8;
        return width >= 64 ? number : number & (1L << width) - 1;
    }

    private static String decimal(long number, IntType integer) {
        return integer.signed() ? Long.toString(number) : Long.toUnsignedString(number);
    }
}
