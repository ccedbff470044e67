package dev.inquest.core.model.fake;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An architecture that knows what the test tells it. */
public final class FakeArch implements ArchSession, Architecture {
    /** Two registers. */
    public static final RegisterSet REGISTERS = new RegisterSet(List.of("pc", "sp"), Map.of(), 0, 1);

    /** What the dump's notes have. */
    public final List<CpuRegisters> notes = new ArrayList<>();

    /** What the last stack was walked from. */
    public Unwinder.@Nullable Start started;

    /** What walking a stack gives. */
    public Unwinder.RawStack stack = new Unwinder.RawStack(List.of(), true, "nothing there");

    /** VMCOREINFO, if any. */
    public @Nullable VmcoreInfo info;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean matches(Machine machine) {
        return true;
    }

    @Override
    public RegisterSet registers() {
        return REGISTERS;
    }

    @Override
    public ArchSession attach(Context context) {
        return this;
    }

    @Override
    public Architecture architecture() {
        return this;
    }

    @Override
    public long bias() {
        return 0;
    }

    @Override
    public @Nullable VmcoreInfo vmcoreInfo() {
        return info;
    }

    @Override
    public AddressTranslator kernel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AddressTranslator user(long pgd) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalLong directMap(long physical) {
        return OptionalLong.empty();
    }

    @Override
    public List<Region> regions() {
        return List.of();
    }

    @Override
    public List<CpuRegisters> crashRegisters() {
        return notes;
    }

    @Override
    public int kernelStackSize() {
        return 0x4000;
    }

    @Override
    public Unwinder unwinder(Kernel kernel) {
        return start -> {
            started = start;
            return stack;
        };
    }
}
