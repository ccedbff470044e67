package dev.inquest.api.arch;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Memory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One dumped machine, as its architecture sees it. Safe for use by many threads. */
public interface ArchSession {

    /** Returns the architecture. */
    Architecture architecture();

    /** Returns runtime address minus link address of the kernel's own code and data (KASLR). */
    long bias();

    /** Returns VMCOREINFO, from the headers or found in memory; null where there is none. */
    @Nullable
    VmcoreInfo vmcoreInfo();

    /** Returns the translation of kernel addresses. */
    AddressTranslator kernel();

    /**
     * Returns the translation of a process's addresses.
     *
     * @param pgd kernel virtual address of the top-level table: {@code mm_struct.pgd}
     */
    AddressTranslator user(long pgd);

    /** Returns the direct map's address of a physical address, if it has one. */
    OptionalLong directMap(long physical);

    /** Returns the regions of the kernel's address space, lowest address first. */
    List<Region> regions();

    /**
     * Returns the address at which page frame 0 has, or would have, its {@code struct page}, if the kernel has an array of them: the frame
     * of the kernel's pages, which need not be the dump's.
     */
    default OptionalLong vmemmap() {
        for (Region region : regions()) {
            if (region.name().equals("vmemmap")) {
                return OptionalLong.of(region.start());
            }
        }
        return OptionalLong.empty();
    }

    /** Returns what an entry of the lowest level of page tables means; nothing where the architecture does not tell. */
    default Optional<PageEntry> pageEntry(long entry) {
        return Optional.empty();
    }

    /** Returns the registers of the CPUs at the time of the crash, by CPU, as far as the dump's notes have them. */
    List<CpuRegisters> crashRegisters();

    /** Returns the size of a kernel stack in bytes, when the types at hand do not tell it. */
    int kernelStackSize();

    /**
     * Returns the stacks that a CPU has beside those of tasks: for interrupts and for exceptions that have one of their own, as far as the
     * kernel's types and memory tell.
     */
    default List<CpuStack> stacks(Kernel kernel, int cpu) {
        return List.of();
    }

    /**
     * Searches part of a stack for registers that exceptions, interrupts and system calls saved there, old ones too, wherever a walk over it
     * would go.
     *
     * @param kernel gives memory, types and symbols
     * @param low the lowest address to look at, a multiple of 8
     * @param high the first address above the stack
     * @return what looks like such registers in every way, by address
     * @throws dev.inquest.api.memory.FaultException when the stack cannot be read
     */
    default List<SavedRegisters> savedRegisters(Kernel kernel, long low, long high) {
        return List.of();
    }

    /**
     * Returns the addresses that machine code may refer to: those that its instructions hold, or compute from their own place. They may be
     * too many, for those who look what lies there; branches are left out where that is possible. None where the architecture does not tell.
     *
     * @param memory the kernel's memory
     * @param start the first address of a function
     * @param end the first address behind it
     * @throws dev.inquest.api.memory.FaultException when the code cannot be read
     */
    default Set<Long> references(Memory memory, long start, long end) {
        return Set.of();
    }

    /**
     * Returns an unwinder.
     *
     * @param kernel gives memory, symbols and unwind tables
     */
    Unwinder unwinder(Kernel kernel);

    /**
     * A region of the kernel's address space.
     *
     * @param name for instance {@code "direct map"}, {@code "vmalloc"}, {@code "vmemmap"}, {@code "modules"}, {@code "kernel text"}
     * @param start first address
     * @param end first address behind it
     */
    record Region(String name, long start, long end) {}

    /**
     * A stack of a CPU.
     *
     * @param name what frames on it say, for instance {@code "irq"}, {@code "nmi"}, {@code "double fault"}
     * @param low its lowest address
     * @param high the first address above it
     */
    record CpuStack(String name, long low, long high) {}

    /**
     * Registers that were found on a stack.
     *
     * @param address where the kernel's structure with them begins
     * @param user whether they are user mode's
     * @param registers the registers
     */
    record SavedRegisters(long address, boolean user, Registers registers) {}

    /**
     * Registers from a note.
     *
     * @param cpu logical number of the CPU
     * @param pid the pid that the note names, 0 where it names none
     * @param registers what the note has
     * @param origin the note's kind, for instance {@code "NT_PRSTATUS"} or {@code "QEMU"}
     */
    record CpuRegisters(int cpu, int pid, Registers registers, String origin) {}
}
