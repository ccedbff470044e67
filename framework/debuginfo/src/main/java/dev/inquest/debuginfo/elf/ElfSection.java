package dev.inquest.debuginfo.elf;

/**
 * A section header (ELF gABI 4.1, chapter 4, "Section Header").
 *
 * @param index its index
 * @param name its name
 * @param type {@code sh_type}
 * @param flags {@code sh_flags}
 * @param address {@code sh_addr}: address as linked, 0 in a relocatable file
 * @param offset {@code sh_offset}: offset in the file
 * @param size {@code sh_size}: bytes in the file, for {@link #NOBITS} in memory only
 * @param link {@code sh_link}
 * @param info {@code sh_info}
 * @param entrySize {@code sh_entsize}
 */
public record ElfSection(
        int index,
        String name,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long entrySize) {
    /** {@code SHT_SYMTAB}. */
    public static final int SYMTAB = 2;
    /** {@code SHT_RELA}. */
    public static final int RELA = 4;
    /** {@code SHT_NOTE}. */
    public static final int NOTE = 7;
    /** {@code SHT_NOBITS}: nothing of it is in the file. */
    public static final int NOBITS = 8;
    /** {@code SHT_REL}. */
    public static final int REL = 9;
    /** {@code SHT_SYMTAB_SHNDX}: section indices that do not fit a symbol. */
    public static final int SYMTAB_SHNDX = 18;

    private static final long WRITE = 1;
    private static final long ALLOC = 2;
    private static final long EXECUTE = 4;
    private static final long COMPRESSED = 0x800;

    /** Returns whether the section lies in memory at run time. */
    public boolean allocated() {
        return (flags & ALLOC) != 0;
    }

    /** Returns whether the section holds instructions. */
    public boolean executable() {
        return (flags & EXECUTE) != 0;
    }

    /** Returns whether the section can be written at run time. */
    public boolean writable() {
        return (flags & WRITE) != 0;
    }

    /** Returns whether the section begins with a compression header ({@code SHF_COMPRESSED}). */
    public boolean compressed() {
        return (flags & COMPRESSED) != 0;
    }

    /** Returns whether bytes of the section are in the file. */
    public boolean inFile() {
        return type != NOBITS && type != 0;
    }

    /**
     * Returns whether this is the per-CPU section that x86_64 kernels before 6.15 link at address 0: its addresses are
     * offsets into each CPU's area and do not move with the kernel.
     */
    public boolean perCpuAtZero() {
        return address == 0 && allocated() && name.startsWith(".data..percpu");
    }
}
