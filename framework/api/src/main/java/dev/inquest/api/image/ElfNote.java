package dev.inquest.api.image;

import java.lang.foreign.MemorySegment;

/**
 * One ELF note of a dump (System V ABI, "Note Section").
 *
 * @param name the owner, for instance {@code CORE}, {@code VMCOREINFO}, {@code QEMU}
 * @param type the note's type, for instance {@link #NT_PRSTATUS}
 * @param description the payload, in the byte order of the dump's machine
 */
public record ElfNote(String name, int type, MemorySegment description) {
    /** {@code NT_PRSTATUS} (include/uapi/linux/elf.h): a {@code struct elf_prstatus} with one CPU's registers. */
    public static final int NT_PRSTATUS = 1;

    /**
     * The owner of the note in which makedumpfile tells what it erased from a dump: lines of text, of type 0 (elf_info.h, since 1.5.0). Compressed
     * kdumps have that text in a place of its own, and it is given as such a note.
     */
    public static final String ERASE_INFO = "ERASEINFO";
}
