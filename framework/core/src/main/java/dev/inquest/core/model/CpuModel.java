package dev.inquest.core.model;

import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.types.MissingTypeException;
import java.util.List;

/** The CPUs. */
public final class CpuModel implements Cpus {
    /** Makes the model; nothing is read yet. */
    public CpuModel(Kernel kernel) {}

    @Override
    public List<Integer> online() {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public List<Integer> possible() {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public long address(int cpu, long address) {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public Task current(int cpu) {
        throw new MissingTypeException("not built yet");
    }
}
