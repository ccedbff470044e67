package dev.inquest.core.open;

import dev.inquest.api.image.Machine;
import java.nio.ByteOrder;

/** Names machines, as far as Linux runs on them ({@code include/uapi/linux/elf-em.h}). */
final class MachineName {
    private MachineName() {}

    static String of(Machine machine) {
        boolean little = machine.order() == ByteOrder.LITTLE_ENDIAN;
        return switch (machine.elfMachine()) {
            case 2, 18, 43 -> "sparc";
            case 3 -> "x86 (32 bits)";
            case 8 -> "mips";
            case 15 -> "parisc";
            case 20 -> "ppc (32 bits)";
            case Machine.EM_PPC64 -> little ? "ppc64le" : "ppc64";
            case 22 -> "s390x";
            case 40 -> "arm (32 bits)";
            case Machine.EM_X86_64 -> "x86_64";
            case Machine.EM_AARCH64 -> "arm64";
            case 243 -> "riscv";
            case 258 -> "loongarch";
            default -> "machine " + machine.elfMachine() + " (e_machine)";
        };
    }
}
