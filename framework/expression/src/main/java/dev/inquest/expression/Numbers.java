package dev.inquest.expression;

import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * C's arithmetic types on 64-bit Linux (LP64) and their conversions (ISO C17 6.3.1). Integers are {@link BigInteger}s, floating-point
 * numbers of all types {@link Double}s: {@code long double} is reckoned with in 64 bits, which no kernel notices.
 */
final class Numbers {
    static final IntType INT = new IntType("int", 4, true, false);
    static final IntType UNSIGNED_INT = new IntType("unsigned int", 4, false, false);
    static final IntType LONG = new IntType("long", 8, true, false);
    static final IntType UNSIGNED_LONG = new IntType("unsigned long", 8, false, false);
    static final FloatType FLOAT = new FloatType("float", 4);
    static final FloatType DOUBLE = new FloatType("double", 8);
    static final FloatType LONG_DOUBLE = new FloatType("long double", 16);

    private Numbers() {}

    /** Returns what a type becomes in arithmetic: types narrower than int become int, enumerations their integer type. */
    static Type promoted(Type type, int bitFieldSize) {
        Type bare = type.bare();
        if (bare instanceof EnumType enumeration) {
            return enumeration.size() > 4
                    ? enumeration.signed() ? LONG : UNSIGNED_LONG
                    : enumeration.signed() || enumeration.size() < 4 ? INT : UNSIGNED_INT;
        }
        if (bare instanceof IntType integer) {
            boolean narrow = integer.size() < 4 || bitFieldSize > 0 && bitFieldSize < 32;
            return narrow || integer.bool() ? INT : integer;
        }
        return bare instanceof FloatType ? bare : LONG;
    }

    /** Returns the type in which two promoted types meet (6.3.1.8). */
    static Type common(Type left, Type right) {
        if (left instanceof FloatType || right instanceof FloatType) {
            if (!(right instanceof FloatType)) {
                return left;
            }
            return left instanceof FloatType && left.size() >= right.size() ? left : right;
        }
        IntType a = (IntType) left;
        IntType b = (IntType) right;
        if (a.signed() == b.signed()) {
            return rank(a) >= rank(b) ? a : b;
        }
        IntType unsigned = a.signed() ? b : a;
        IntType signed = a.signed() ? a : b;
        if (rank(unsigned) >= rank(signed)) {
            return unsigned;
        }
        return signed.size() > unsigned.size()
                ? signed
                : new IntType("unsigned " + signed.spelling(), signed.size(), false, false);
    }

    // long long ranks above long although both have 64 bits.
    private static long rank(IntType type) {
        return type.size() * 2 + (type.spelling().contains("long long") ? 1 : 0);
    }

    /** Converts a number to a type: integers are cut to its size and extended as its sign says, fractions go towards zero. */
    static Number fit(Number number, Type type) {
        Type bare = type.bare();
        if (bare instanceof FloatType real) {
            double value = number.doubleValue();
            return real.size() == 4 ? (double) (float) value : value;
        }
        if (bare instanceof IntType integer && integer.bool()) {
            return truth(number) ? BigInteger.ONE : BigInteger.ZERO;
        }
        BigInteger whole = whole(number);
        int bits = (int) Math.min(16, bare.size()) * 8;
        if (bits <= 0) {
            return whole;
        }
        boolean signed = bare instanceof IntType integer ? integer.signed() : bare instanceof EnumType e && e.signed();
        if (bits <= 64) {
            int unused = 64 - bits;
            long low = whole.longValue() << unused;
            return signed
                    ? BigInteger.valueOf(low >> unused)
                    : unused > 0 ? BigInteger.valueOf(low >>> unused) : unsigned(low);
        }
        BigInteger cut = whole.and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        return signed && cut.testBit(bits - 1) ? cut.subtract(BigInteger.ONE.shiftLeft(bits)) : cut;
    }

    /** Returns 64 bits as a number that is not negative. */
    static BigInteger unsigned(long bits) {
        return bits >= 0 ? BigInteger.valueOf(bits) : BigInteger.valueOf(bits).add(BigInteger.ONE.shiftLeft(64));
    }

    static boolean truth(Number number) {
        return number instanceof BigInteger whole ? whole.signum() != 0 : number.doubleValue() != 0;
    }

    /** Returns the integer part; of what is no number, and of infinity, 0 (C leaves both undefined). */
    static BigInteger whole(Number number) {
        if (number instanceof BigInteger whole) {
            return whole;
        }
        double real = number.doubleValue();
        return Double.isFinite(real) ? new BigDecimal(real).toBigInteger() : BigInteger.ZERO;
    }
}
