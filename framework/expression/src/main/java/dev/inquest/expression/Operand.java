package dev.inquest.expression;

import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a part of an expression stands for.
 *
 * @param type its type
 * @param bits a computed number; 0 where there is a place
 * @param place where it lies in memory, or null for computed numbers
 * @param perCpu the name of a per-CPU variable for which no CPU was said: its place is no address of any memory
 */
record Operand(
        Type type,
        long bits,
        @Nullable Value place,
        @Nullable String perCpu) {

    static Operand number(Type type, long bits) {
        return new Operand(type, Numbers.fit(bits, type), null, null);
    }

    static Operand at(Value place) {
        return new Operand(place.type(), 0, place, null);
    }
}
