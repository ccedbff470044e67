package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.LittleEndian;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one CPU as QEMU writes it into a dump's notes (QEMU target/i386/arch_dump.c, {@code QEMUCPUState} version 1),
 * little-endian.
 *
 * <pre>
 * state   := version:u32 size:u32
 *            rax rbx rcx rdx rsi rdi rsp rbp r8 … r15 rip rflags   (u64 each)
 *            cs ds es fs gs ss ldt tr gdt idt                      (segment each)
 *            cr0 cr1 cr2 cr3 cr4                                   (u64 each)
 *            [ kernel_gs_base:u64 ]                                (QEMU 3.0 and later)
 * segment := selector:u32 limit:u32 flags:u32 pad:u32 base:u64
 * </pre>
 *
 * @param registers the general registers, rip, rflags, cs and ss
 * @param cr0 control register 0
 * @param cr3 control register 3: the physical address of the top-level page table
 * @param cr4 control register 4
 */
record QemuCpuState(Registers registers, long cr0, long cr3, long cr4) {
    private static final int[] ORDER = {
        X8664Registers.RAX,
        X8664Registers.RBX,
        X8664Registers.RCX,
        X8664Registers.RDX,
        X8664Registers.RSI,
        X8664Registers.RDI,
        X8664Registers.RSP,
        X8664Registers.RBP,
        X8664Registers.R8,
        X8664Registers.R9,
        X8664Registers.R10,
        X8664Registers.R11,
        X8664Registers.R12,
        X8664Registers.R13,
        X8664Registers.R14,
        X8664Registers.R15,
        X8664Registers.RIP,
        X8664Registers.RFLAGS
    };
    private static final int GENERAL = 8;
    private static final int CS = 152;
    private static final int SS = 272;
    private static final int CR = 392;
    private static final int SMALLEST = CR + 5 * 8;
    private static final long CR0_PAGING = 1L << 31;
    private static final long CR4_LA57 = 1L << 12;

    /** Returns the states in the notes, in their order: that of the CPUs. */
    static List<QemuCpuState> in(List<ElfNote> notes) {
        List<QemuCpuState> states = new ArrayList<>();
        for (ElfNote note : notes) {
            QemuCpuState state = note.name().equals("QEMU") ? parse(new LittleEndian(note.description())) : null;
            if (state != null) {
                states.add(state);
            }
        }
        return states;
    }

    /** Returns the state in a note, or null when the note is too small or of another version. */
    static @Nullable QemuCpuState parse(LittleEndian bytes) {
        if (bytes.size() < SMALLEST || bytes.i32(0) != 1) {
            return null;
        }
        Registers registers = Registers.none(X8664Registers.SET);
        for (int i = 0; i < ORDER.length; i++) {
            registers = registers.with(ORDER[i], bytes.u64(GENERAL + i * 8L));
        }
        registers = registers
                .with(X8664Registers.CS, bytes.i32(CS) & 0xffff)
                .with(X8664Registers.SS, bytes.i32(SS) & 0xffff);
        return new QemuCpuState(registers, bytes.u64(CR), bytes.u64(CR + 3 * 8), bytes.u64(CR + 4 * 8));
    }

    /** Returns whether the CPU translated addresses. */
    boolean paging() {
        return (cr0 & CR0_PAGING) != 0;
    }

    /** Returns the format of the page tables. */
    PagingMode mode() {
        return (cr4 & CR4_LA57) != 0 ? PagingMode.FIVE_LEVEL : PagingMode.FOUR_LEVEL;
    }

    /**
     * Returns where the kernel's top-level table may lie. With page-table isolation a CPU in user mode has the table behind the
     * kernel's, which differs in bit 12 (arch/x86/entry/calling.h, {@code PTI_USER_PGTABLE_BIT}).
     */
    List<Long> roots() {
        long root = cr3 & ~0xfffL;
        return (root & 0x1000) == 0 ? List.of(root) : List.of(root & ~0x1000L, root);
    }
}
