package dev.inquest.expression;

import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;

/** C's integer types on 64-bit Linux (LP64) and their conversions (ISO C17 6.3.1). */
final class Numbers {
    static final IntType INT = new IntType("int", 4, true, false);
    static final IntType UNSIGNED_INT = new IntType("unsigned int", 4, false, false);
    static final IntType LONG = new IntType("long", 8, true, false);
    static final IntType UNSIGNED_LONG = new IntType("unsigned long", 8, false, false);

    private Numbers() {}

    /** Returns what a type becomes in arithmetic: types narrower than int become int, enumerations their integer type. */
    static IntType promoted(Type type, int bitFieldSize) {
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
        return LONG;
    }

    /** Returns the type in which two promoted types meet. */
    static IntType common(IntType left, IntType right) {
        if (left.size() == right.size()) {
            return left.signed() ? right : left;
        }
        return left.size() > right.size() ? left : right;
    }

    /** Cuts a number to a type's size and extends it as its sign says. */
    static long fit(long bits, Type type) {
        Type bare = type.bare();
        if (bare instanceof IntType integer && integer.bool()) {
            return bits == 0 ? 0 : 1;
        }
        long size = bare.size();
        if (size < 1 || size >= 8) {
            return bits;
        }
        int unused = 64 - (int) size * 8;
        boolean signed = bare instanceof IntType integer ? integer.signed() : bare instanceof EnumType e && e.signed();
        return signed ? bits << unused >> unused : bits << unused >>> unused;
    }
}
