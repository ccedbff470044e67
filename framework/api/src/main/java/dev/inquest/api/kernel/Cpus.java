package dev.inquest.api.kernel;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The CPUs and their per-CPU memory. */
@ProviderType
public interface Cpus {

    /** Returns the numbers of the CPUs that were online at the time of the crash, ascending. */
    List<Integer> online();

    /** Returns the numbers of the CPUs that were online until the panic stopped them and took them out of the kernel's mask, ascending. */
    default List<Integer> stopped() {
        return List.of();
    }

    /** Returns the numbers of the CPUs that are plugged in, online or not, ascending. */
    default List<Integer> present() {
        return online();
    }

    /** Returns the numbers of the CPUs that the kernel has per-CPU memory for, ascending. */
    List<Integer> possible();

    /**
     * Returns the address of one CPU's copy of a per-CPU variable.
     *
     * @param cpu logical number of the CPU
     * @param address address of the variable as its symbol has it, or a per-CPU pointer
     */
    long address(int cpu, long address);

    /** Returns the task that was current on a CPU. */
    Task current(int cpu);
}
