package dev.inquest.core.bind;

import dev.inquest.api.types.StructType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What one method of a bound interface does.
 *
 * @param method the method
 * @param kind how it gets its result
 * @param place the member, or null when the kernel lacks it or the method reads none
 * @param offset constant that is added to the structure's address
 * @param size bytes to read for {@link Kind#NUMBER}: 1, 2, 4 or 8
 * @param signed whether a number is sign-extended
 * @param reader for {@link Kind#LONG_READER} and {@link Kind#OBJECT_READER} what is called with the member's address; otherwise null
 */
record Accessor(
        Method method,
        Kind kind,
        StructType.@Nullable Place place,
        long offset,
        int size,
        boolean signed,
        @Nullable Object reader) {

    /** How a method gets its result. */
    enum Kind {
        /** The structure's own address plus the offset. */
        ADDRESS,
        /** A number of 1, 2, 4 or 8 bytes, read in place. */
        NUMBER,
        /** A {@link java.util.function.LongUnaryOperator} of the address: bit-fields, absent members. */
        LONG_READER,
        /** A {@link java.util.function.LongFunction} of the address: strings, structures, values, absent members. */
        OBJECT_READER
    }
}
