package dev.inquest.api.result;

/**
 * An address in a row, so that renderers write it in hexadecimal: {@code "0x…"} in JSON, plain digits in crash-like text.
 *
 * @param value the address
 */
public record Address(long value) {

    /** Returns 16 hexadecimal digits without a prefix, as crash prints addresses. */
    public String digits() {
        return java.util.HexFormat.of().toHexDigits(value);
    }

    /** Returns {@code 0x} and the digits without leading zeros. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(value);
    }
}
