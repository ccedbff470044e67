package dev.inquest.api.types;

import java.nio.ByteOrder;

/** Floating-point numbers as machines store them. */
final class Floats {
    private static final int EXTENDED_BIAS = 16383;

    private Floats() {}

    static double read(Value value) {
        long size = value.type().bare().size();
        long address = value.address();
        if (!(value.type().bare() instanceof FloatType) || size != 2 && size != 4 && size != 8 && size != 16) {
            throw new MissingTypeException(value.type().spelling() + " is not a floating-point number");
        }
        if (size == 2) {
            return Float.float16ToFloat((short) value.memory().unsigned(address, 2));
        }
        if (size == 4) {
            return Float.intBitsToFloat((int) value.memory().unsigned(address, 4));
        }
        if (size == 8) {
            return Double.longBitsToDouble(value.memory().u64(address));
        }
        boolean little = value.memory().order() == ByteOrder.LITTLE_ENDIAN;
        long low = value.memory().u64(little ? address : address + 8);
        long high = value.memory().u64(little ? address + 8 : address);
        // The extended format leaves six bytes at the end unused, and shows the first bit of the mantissa.
        boolean extended = little && high >>> 16 == 0 && (low < 0 || (high & 0x7fff) == 0);
        return extended ? extended(high, low) : quadruple(high, low);
    }

    private static double extended(long high, long mantissa) {
        int exponent = (int) high & 0x7fff;
        double sign = (high & 0x8000) != 0 ? -1 : 1;
        if (exponent == 0x7fff) {
            return mantissa << 1 == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        // Rounded once: the lowest bits stay visible to the rounding as one that is set.
        double number = (mantissa >>> 1 | mantissa & 1) * 2.0;
        return sign * Math.scalb(number, exponent - EXTENDED_BIAS - 63);
    }

    private static double quadruple(long high, long low) {
        int exponent = (int) (high >>> 48) & 0x7fff;
        double sign = high < 0 ? -1 : 1;
        long mantissa = high & 0xffff_ffff_ffffL;
        if (exponent == 0x7fff) {
            return mantissa == 0 && low == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        long top = (exponent == 0 ? 0 : 1L << 60) | mantissa << 12 | low >>> 52 | (low << 12 == 0 ? 0 : 1);
        return sign * Math.scalb((double) top, Math.max(1, exponent) - EXTENDED_BIAS - 60);
    }
}
