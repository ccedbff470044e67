package dev.inquest.api.location;

import dev.inquest.api.location.Surroundings.BaseType;

/**
 * Arithmetic and comparison of DWARF 5, sections 2.5.1.4 and 2.5.1.5. Numbers without a type have 64 bits; they are divided and compared
 * as signed ones, as the standard asks, and their remainder is that of unsigned ones, as GCC means it.
 */
final class Arithmetic {
    private Arithmetic() {}

    /** Cuts a number to its type's size and extends it to 64 bits. */
    static long fit(long value, BaseType type) {
        int unused = 64 - type.size() * 8;
        if (unused <= 0) {
            return value;
        }
        return type.signed() ? value << unused >> unused : value << unused >>> unused;
    }

    /** Returns whether an operation takes two numbers. */
    static boolean binary(int code) {
        return code >= 0x1a && code <= 0x2e && code != 0x1f && code != 0x20 && code != 0x23 && code != 0x28;
    }

    /** Computes an operation of two numbers; comparisons give 0 or 1. */
    static long compute(int code, long left, long right, BaseType type) throws UnknownValueException {
        boolean generic = type.equals(BaseType.GENERIC);
        boolean signed = generic || type.signed();
        if ((code == 0x1b || code == 0x1d) && right == 0) {
            throw new UnknownValueException("a DWARF expression divides by zero");
        }
        return switch (code) {
            case 0x1a -> left & right;
            case 0x1b -> signed ? left / right : Long.divideUnsigned(left, right);
            case 0x1c -> left - right;
            case 0x1d -> signed && !generic ? left % right : Long.remainderUnsigned(left, right);
            case 0x1e -> left * right;
            case 0x21 -> left | right;
            case 0x22 -> left + right;
            case 0x24 -> far(right) ? 0 : left << right;
            case 0x25 -> far(right) ? 0 : bits(left, type) >>> right;
            case 0x26 -> signed(left, type) >> (far(right) ? 63 : right);
            case 0x27 -> left ^ right;
            case 0x29 -> left == right ? 1 : 0;
            case 0x2a -> compare(left, right, signed) >= 0 ? 1 : 0;
            case 0x2b -> compare(left, right, signed) > 0 ? 1 : 0;
            case 0x2c -> compare(left, right, signed) <= 0 ? 1 : 0;
            case 0x2d -> compare(left, right, signed) < 0 ? 1 : 0;
            default -> left != right ? 1 : 0;
        };
    }

    /** Returns whether the result of an operation is a truth value, whatever its operands' type. */
    static boolean comparison(int code) {
        return code >= 0x29;
    }

    private static int compare(long left, long right, boolean signed) {
        return signed ? Long.compare(left, right) : Long.compareUnsigned(left, right);
    }

    private static boolean far(long bits) {
        return bits < 0 || bits > 63;
    }

    private static long bits(long value, BaseType type) {
        int unused = 64 - type.size() * 8;
        return unused <= 0 ? value : value << unused >>> unused;
    }

    private static long signed(long value, BaseType type) {
        int unused = 64 - type.size() * 8;
        return unused <= 0 ? value : value << unused >> unused;
    }
}
