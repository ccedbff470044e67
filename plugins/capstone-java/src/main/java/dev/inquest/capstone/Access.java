package dev.inquest.capstone;

/** What an instruction does with an operand ({@code cs_ac_type}). */
public enum Access {
    /** Not told. */
    UNKNOWN,
    /** It reads the operand. */
    READ,
    /** It writes the operand. */
    WRITE,
    /** It reads the operand and then writes it. */
    READ_WRITE;

    static Access of(int bits) {
        return switch (bits & 3) {
            case 1 -> READ;
            case 2 -> WRITE;
            case 3 -> READ_WRITE;
            default -> UNKNOWN;
        };
    }
}
