package dev.inquest.format.kdump;

/** From the {@code machine} of utsname to {@code e_machine} (include/uapi/linux/elf-em.h). */
final class Machines {
    private Machines() {}

    /** Returns {@code e_machine}, or 0 ({@code EM_NONE}) for a machine without an entry here. */
    static int elfMachine(String machine) {
        return switch (machine) {
            case "x86_64" -> 62;
            case "aarch64", "aarch64_be" -> 183;
            case "ppc64", "ppc64le" -> 21;
            case "s390x" -> 22;
            case "riscv64" -> 243;
            case "loongarch64" -> 258;
            case "mips64" -> 8;
            case "sparc64" -> 43;
            case "ia64" -> 50;
            default -> 0;
        };
    }
}
