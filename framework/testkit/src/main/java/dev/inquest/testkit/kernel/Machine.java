package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import java.nio.ByteOrder;
import java.util.List;

/** What of a synthetic kernel is different on each architecture. */
interface Machine {
    /** A range of kernel addresses and the memory behind it; all numbers are multiples of the page size. */
    record Mapping(long virtual, long physical, long size) {}

    /** What a stack without a description is of. */
    enum Usual {
        /** An idle task. */
        IDLE,
        /** A kernel thread that waits. */
        THREAD,
        /** A process that waits in a system call. */
        PROCESS
    }

    /** Returns the name in {@code utsname.machine}. */
    String name();

    /** Returns {@code e_machine} of its ELF files. */
    int elfMachine();

    /** Returns the byte order. */
    ByteOrder order();

    /** Returns the size of a page in bytes. */
    int pageSize();

    /** Returns the address at which physical address 0 is mapped. */
    long directMap();

    /** Returns the physical address of the image's beginning. */
    long imagePhysical();

    /** Returns the size of a task's stack in bytes. */
    int stackSize();

    /**
     * Writes page tables.
     *
     * @param root physical address of the top-level table
     * @param pool physical address of free memory for the others
     */
    void pageTables(PhysicalImage memory, long root, long pool, List<Mapping> mappings);

    /** Returns the name of the kernel's top-level page table. */
    String pageTableSymbol();

    /** Returns the machine's own types, as C has them: {@code struct thread_struct} and what it needs. */
    String types();

    /** Returns the member of {@code task_struct} that has the stack pointer of a task that does not run. */
    String savedStackPointer();

    /** Returns the frames of a stack that the description leaves open. */
    List<StackWriter.Place> usual(Usual kind);

    /** Returns whether each CPU's current task is a per-CPU variable, and per-CPU variables count from 0. */
    boolean x86Variables();

    /** Adds the machine's lines of VMCOREINFO. */
    void vmcoreInfo(StringBuilder text, long imageBase, long imageVirtual);

    /** Returns the unwinding tables and what finds them in the frames of stacks. */
    StackWriter stacks(Scene scene);
}
