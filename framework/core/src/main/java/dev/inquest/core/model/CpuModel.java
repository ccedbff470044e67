package dev.inquest.core.model;

import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import java.util.List;

/** The CPUs. */
public final class CpuModel implements Cpus {
    /** Makes the model; nothing is read yet. */
    public CpuModel(Kernel kernel) {}

    @Override
    public List<Integer> online() {
        throw Unbuilt.part();
    }

    @Override
    public List<Integer> possible() {
        throw Unbuilt.part();
    }

    @Override
    public long address(int cpu, long address) {
        throw Unbuilt.part();
    }

    @Override
    public Task current(int cpu) {
        throw Unbuilt.part();
    }
}
