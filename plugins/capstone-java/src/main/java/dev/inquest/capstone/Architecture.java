package dev.inquest.capstone;

/** An instruction set with its mode, as {@code cs_open} takes them (capstone.h 5.0: {@code cs_arch}, {@code cs_mode}). */
public enum Architecture {
    /** x86, 16 bits. */
    X86_16(3, 1 << 1, 1),
    /** x86, 32 bits. */
    X86_32(3, 1 << 2, 1),
    /** x86, 64 bits. */
    X86_64(3, 1 << 3, 1),
    /** Armv8-A and later, 64 bits; instructions are little-endian whatever the data are. */
    AARCH64(1, 0, 4),
    /** PowerPC, 64 bits, little-endian. */
    PPC64LE(4, 1 << 3, 4),
    /** PowerPC, 64 bits, big-endian. */
    PPC64(4, 1 << 3 | 1 << 31, 4),
    /** PowerPC, 32 bits, big-endian. */
    PPC32(4, 1 << 2 | 1 << 31, 4);

    private final int arch;
    private final int mode;
    private final int step;

    Architecture(int arch, int mode, int step) {
        this.arch = arch;
        this.mode = mode;
        this.step = step;
    }

    int arch() {
        return arch;
    }

    int mode() {
        return mode;
    }

    /** Returns how many bytes to go on by where bytes are no instruction: instructions begin at multiples of this. */
    public int step() {
        return step;
    }

    /** Returns whether this is x86. */
    public boolean x86() {
        return arch == 3;
    }

    /** Returns whether this is PowerPC. */
    public boolean powerPc() {
        return arch == 4;
    }
}
