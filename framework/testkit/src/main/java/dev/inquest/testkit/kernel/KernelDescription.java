package dev.inquest.testkit.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the text says; see {@link SyntheticKernel} for the text itself.
 *
 * @param header the first line
 * @param cpus processors, by number
 * @param tasks tasks other than the idle ones
 * @param stacks stacks that the text gives
 * @param log the log, oldest record first
 * @param modules modules in the order of the kernel's list
 * @param excluded pages that the filter left out
 */
public record KernelDescription(
        Header header,
        List<Cpu> cpus,
        List<TaskLine> tasks,
        List<StackLine> stacks,
        List<LogLine> log,
        List<ModuleLine> modules,
        List<Excluded> excluded) {

    /**
     * The kernel and its machine.
     *
     * @param release release
     * @param machine name of the architecture
     * @param base link address of the image
     * @param kaslr runtime address minus link address
     * @param levels levels of the page tables
     * @param page size of a page of {@code aarch64} in bytes
     * @param addressBits how many bits of an address are translated where pages are not of 4 KiB
     * @param memory bytes of physical memory, from 0
     * @param hz ticks in a second
     * @param uptime seconds since boot
     * @param date seconds since 1970
     * @param clocks the release whose variables hold the clocks: 6.1 or 7.2
     * @param types where its types are: BTF, or none
     * @param node host name
     * @param buildId build ID in lower-case hexadecimal digits
     * @param panicCpu the CPU that panicked, or -1
     * @param taints the kernel's taint letters
     */
    public record Header(
            String release,
            String machine,
            long base,
            long kaslr,
            int levels,
            int page,
            int addressBits,
            long memory,
            int hz,
            long uptime,
            long date,
            String clocks,
            String types,
            String node,
            String buildId,
            int panicCpu,
            String taints) {}

    /**
     * A processor.
     *
     * @param number its number
     * @param current name of the task that ran on it; the idle task's when the text gives none
     */
    public record Cpu(int number, String current) {}

    /**
     * A task.
     *
     * @param address of its {@code task_struct}
     * @param pid its id
     * @param tgid its process's id
     * @param comm its name
     * @param state its state's letter, as ps shows it
     * @param cpu the CPU that it runs or last ran on
     * @param parent its parent's pid
     * @param stack lowest address of its stack, 0 when the text leaves the choice
     * @param pages pages of its address space, 0 for a kernel thread
     * @param resident resident pages
     */
    public record TaskLine(
            long address,
            int pid,
            int tgid,
            String comm,
            char state,
            int cpu,
            int parent,
            long stack,
            long pages,
            long resident) {}

    /** A task's frames, innermost first; {@code user} says that its outermost frame was entered from user mode. */
    public record StackLine(String comm, List<StackWriter.Place> frames, boolean user) {}

    /** A record of the log. */
    public record LogLine(long nanoseconds, int level, String text) {}

    /** A module. */
    public record ModuleLine(String name, long base, int size, String taints) {}

    /** Pages of kernel memory, by the address of the first. */
    public record Excluded(long address, int pages) {}

    /** Returns the stack that the text gives for a task, or null. */
    @Nullable
    StackLine stackOf(String comm) {
        for (StackLine stack : stacks) {
            if (stack.comm.equals(comm)) {
                return stack;
            }
        }
        return null;
    }
}
