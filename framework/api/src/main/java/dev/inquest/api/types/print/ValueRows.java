package dev.inquest.api.types.print;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns values into cells that keep their nesting: a struct is a row, an array a list. */
public final class ValueRows {
    private static final int DEEPEST = 32;
    private static final int MOST_ELEMENTS = 4096;

    private ValueRows() {}

    /** Returns the cell of a value; what cannot be read stands as {@link dev.inquest.api.result.Unavailable} in its place. */
    public static @Nullable Object cell(Value value) {
        return cell(value, 0);
    }

    private static @Nullable Object cell(Value value, int depth) {
        return Cell.of(() -> plain(value, depth));
    }

    private static @Nullable Object plain(Value value, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        return switch (value.type().bare()) {
            case StructType struct -> {
                Row row = new Row();
                members(value, struct, row, depth);
                yield row;
            }
            case ArrayType array -> {
                if (array.element().bare() instanceof IntType integer && integer.character() && array.count() > 0) {
                    yield value.asString();
                }
                List<@Nullable Object> list = new ArrayList<>();
                for (long i = 0; i < Math.min(array.count(), MOST_ELEMENTS); i++) {
                    list.add(cell(value.index(i), depth + 1));
                }
                yield list;
            }
            case PointerType _ -> new Address(value.asLong());
            case EnumType enumeration -> {
                long number = value.asLong();
                yield enumeration.nameOf(number).map(Object.class::cast).orElse(number);
            }
            case IntType integer -> {
                if (integer.size() > 8) {
                    BigInteger number = value.asBigInteger();
                    yield number.bitLength() < 64 ? (Object) number.longValue() : number.toString();
                }
                long number = value.asLong();
                yield integer.bool()
                        ? (Object) (number != 0)
                        : !integer.signed() && number < 0 ? Long.toUnsignedString(number) : (Object) number;
            }
            case FloatType _ -> value.asDouble();
            case FunctionType _ -> new Address(value.address());
            default -> null;
        };
    }

    // Members of anonymous structs and unions stand among the others, as in C.
    private static void members(Value value, StructType struct, Row row, int depth) {
        for (StructType.Member member : struct.members()) {
            Value inner = Members.of(value, member);
            if (member.name() != null) {
                row.put(member.name(), cell(inner, depth + 1));
            } else if (inner.type().bare() instanceof StructType anonymous && depth < DEEPEST) {
                members(inner, anonymous, row, depth + 1);
            }
        }
    }
}
