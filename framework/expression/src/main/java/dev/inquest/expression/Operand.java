package dev.inquest.expression;

import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a part of an expression stands for.
 *
 * @param type its type
 * @param number a computed number, {@link BigInteger} or {@link Double}; 0 where there is a place
 * @param place where it lies in memory, or null for computed numbers
 * @param perCpu the name of a per-CPU variable for which no CPU was said: its place is no address of any memory
 */
record Operand(
        Type type,
        Number number,
        @Nullable Value place,
        @Nullable String perCpu) {

    static Operand number(Type type, Number number) {
        return new Operand(type, Numbers.fit(number, type), null, null);
    }

    static Operand number(Type type, long number) {
        return number(type, BigInteger.valueOf(number));
    }

    static Operand at(Value place) {
        return at(place, null);
    }

    static Operand at(Value place, @Nullable String perCpu) {
        return new Operand(place.type(), BigInteger.ZERO, place, perCpu);
    }

    /** Returns whether it is a bit-field, which has neither address nor size in bytes. */
    boolean bitField() {
        return place != null && place.bitFieldSize() > 0;
    }
}
