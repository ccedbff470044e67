package dev.inquest.api.types.print;

import java.math.BigInteger;
import java.util.Optional;

/** The output formats that gdb takes behind a slash: {@code p/x}. They apply to each number, pointer and enumerator of a value. */
public enum NumberFormat {
    /** {@code x}: the bits in hexadecimal. */
    HEXADECIMAL('x'),
    /** {@code d}: as a signed number. */
    DECIMAL('d'),
    /** {@code u}: as an unsigned number. */
    UNSIGNED('u'),
    /** {@code o}: the bits in octal. */
    OCTAL('o'),
    /** {@code t}: the bits in binary. */
    BINARY('t'),
    /** {@code z}: the bits in hexadecimal, with zeros in front up to the size of the type. */
    PADDED('z'),
    /** {@code c}: the lowest byte as a number and a character. */
    CHARACTER('c'),
    /** {@code a}: as an address, with the symbol that contains it. */
    ADDRESS('a'),
    /** {@code s}: strings as strings and all else as without a format. */
    STRING('s');

    private final char letter;

    NumberFormat(char letter) {
        this.letter = letter;
    }

    /** Returns the format of a letter, or nothing when there is none. */
    public static Optional<NumberFormat> of(String letter) {
        for (NumberFormat format : values()) {
            if (letter.length() == 1 && letter.charAt(0) == format.letter) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * Spells a number, without the symbol of an address.
     *
     * @param number the number; only its lowest bits count
     * @param bits how many those are
     * @param signed whether its type has a sign
     */
    String text(BigInteger number, int bits, boolean signed) {
        BigInteger unsigned = number.and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        return switch (this) {
            case HEXADECIMAL, ADDRESS -> "0x" + unsigned.toString(16);
            case DECIMAL -> signed(unsigned, bits).toString();
            case OCTAL -> unsigned.signum() == 0 ? "0" : "0" + unsigned.toString(8);
            case BINARY -> unsigned.toString(2);
            case PADDED -> {
                String digits = unsigned.toString(16);
                yield "0x" + "0".repeat(Math.max(0, (bits + 7) / 8 * 2 - digits.length())) + digits;
            }
            case CHARACTER -> {
                BigInteger low = unsigned.and(BigInteger.valueOf(0xff));
                yield (signed ? signed(low, 8) : low) + " '" + Strings.character(low.intValue()) + "'";
            }
            case UNSIGNED -> unsigned.toString();
            case STRING -> signed ? signed(unsigned, bits).toString() : unsigned.toString();
        };
    }

    private static BigInteger signed(BigInteger unsigned, int bits) {
        return bits > 0 && unsigned.testBit(bits - 1) ? unsigned.subtract(BigInteger.ONE.shiftLeft(bits)) : unsigned;
    }
}
