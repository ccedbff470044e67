package dev.inquest.api.expression;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;

/**
 * What an expression gave.
 *
 * @param value the value; a number that was computed is a value as well, of a memory of its own
 * @param stored whether the value lies in the dump's memory, at its {@link Value#address()}; false for computed numbers
 */
public record ExpressionValue(Value value, boolean stored) {

    /** Returns a number or pointer; the address of an array or function. Throws {@link dev.inquest.api.memory.FaultException} where it cannot be read. */
    public long asLong() {
        Type bare = value.type().bare();
        return bare instanceof ArrayType || bare instanceof FunctionType ? value.address() : value.asLong();
    }
}
