package dev.inquest.format.elf;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Bytes;
import dev.inquest.api.image.OpenException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The ELF header and program headers of a dump (System V ABI, chapter 4 "ELF Header" and chapter 5 "Program Header";
 * include/uapi/linux/elf.h). Only the 64-bit class:
 *
 * <pre>
 * e_ident[16]  = 7f 'E' 'L' 'F' class data version …       class 2 = 64-bit; data 1 = little, 2 = big endian
 * 0x10 e_type:u16   0x12 e_machine:u16   0x20 e_phoff:u64   0x28 e_shoff:u64
 * 0x36 e_phentsize:u16   0x38 e_phnum:u16
 * program header = p_type:u32 p_flags:u32 p_offset:u64 p_vaddr:u64 p_paddr:u64 p_filesz:u64 p_memsz:u64 p_align:u64
 * </pre>
 *
 * When there are 65,535 program headers or more, {@code e_phnum} is {@code PN_XNUM} and {@code sh_info} (at 0x2c) of section
 * header 0 has their number.
 *
 * @param machine {@code e_machine}
 * @param order byte order of the file and of the machine
 * @param programHeaders those that lie inside the file
 * @param missingHeaders how many more the header announces
 */
record ElfHeader(int machine, ByteOrder order, List<ProgramHeader> programHeaders, long missingHeaders) {
    static final int ET_CORE = 4;
    static final int PT_LOAD = 1;
    static final int PT_NOTE = 4;
    static final int SIZE = 64;
    static final int PROGRAM_HEADER_SIZE = 56;
    static final int SECTION_HEADER_SIZE = 64;
    static final int PN_XNUM = 0xffff;

    /** One program header; offsets, addresses and sizes in bytes, unsigned. */
    record ProgramHeader(
            int type, long offset, long virtualAddress, long physicalAddress, long fileSize, long memorySize) {}

    /** Returns whether the file begins like any ELF core file, of either class. */
    static boolean isCore(ByteSource source) {
        if (source.size() < SIZE) {
            return false;
        }
        ByteBuffer bytes = header(source);
        if (bytes.order(ByteOrder.BIG_ENDIAN).getInt(0) != 0x7f454c46) {
            return false;
        }
        return (bytes.order(order(bytes)).getShort(0x10) & 0xffff) == ET_CORE;
    }

    static ElfHeader read(ByteSource source) throws OpenException {
        try {
            return parse(source);
        } catch (IndexOutOfBoundsException e) {
            throw new OpenException(
                    source.name() + ": the ELF header is cut off; copy the dump again, nothing in it can be read", e);
        }
    }

    private static ElfHeader parse(ByteSource source) throws OpenException {
        ByteBuffer bytes = header(source);
        int elfClass = bytes.get(4);
        if (elfClass == 1) {
            throw new OpenException(source.name()
                    + ": a 32-bit ELF dump; only dumps of 64-bit machines can be read, use crash or gdb for this one");
        }
        int data = bytes.get(5);
        if (elfClass != 2 || data != 1 && data != 2) {
            throw new OpenException(source.name() + ": the ELF header is damaged (class " + elfClass
                    + ", data encoding " + data + "); copy the dump again");
        }
        ByteOrder order = order(bytes);
        bytes.order(order);
        long table = bytes.getLong(0x20);
        int entrySize = bytes.getShort(0x36) & 0xffff;
        long count = bytes.getShort(0x38) & 0xffff;
        if (count == PN_XNUM) {
            ByteBuffer section = Bytes.view(source.slice(bytes.getLong(0x28), SECTION_HEADER_SIZE), order);
            count = section.getInt(0x2c) & 0xffff_ffffL;
        }
        if (entrySize < PROGRAM_HEADER_SIZE || table < SIZE || table >= source.size() || count == 0) {
            throw new OpenException(source.name()
                    + ": the ELF header is damaged or cut off (no program headers in the file); copy the dump again");
        }
        long inside = Math.min(count, (source.size() - table) / entrySize);
        List<ProgramHeader> headers = new ArrayList<>();
        for (long i = 0; i < inside; i++) {
            headers.add(programHeader(Bytes.view(source.slice(table + i * entrySize, PROGRAM_HEADER_SIZE), order)));
        }
        return new ElfHeader(bytes.getShort(0x12) & 0xffff, order, headers, count - inside);
    }

    private static ByteBuffer header(ByteSource source) {
        return Bytes.view(source.slice(0, SIZE), ByteOrder.LITTLE_ENDIAN);
    }

    private static ProgramHeader programHeader(ByteBuffer bytes) {
        return new ProgramHeader(
                bytes.getInt(0),
                bytes.getLong(8),
                bytes.getLong(16),
                bytes.getLong(24),
                bytes.getLong(32),
                bytes.getLong(40));
    }

    private static ByteOrder order(ByteBuffer bytes) {
        return bytes.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
