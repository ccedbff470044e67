package dev.inquest.api.image;

import java.nio.ByteOrder;

/**
 * The machine that was dumped, as far as the headers tell.
 *
 * @param elfMachine {@code e_machine} of the ELF specification: 62 x86_64, 183 arm64, 21 ppc64
 * @param order byte order of the machine
 */
public record Machine(int elfMachine, ByteOrder order) {
    /** {@code EM_PPC64}. */
    public static final int EM_PPC64 = 21;
    /** {@code EM_X86_64}. */
    public static final int EM_X86_64 = 62;
    /** {@code EM_AARCH64}. */
    public static final int EM_AARCH64 = 183;
}
