package dev.inquest.debuginfo.fakes;

import dev.inquest.api.kernel.KernelModule;
import java.util.List;
import java.util.Map;

/** A module that is only a name and its memory. */
public record FakeModule(long address, String name, List<Range> ranges) implements KernelModule {
    @Override
    public long base() {
        return ranges.getFirst().start();
    }

    @Override
    public long size() {
        return ranges.getFirst().size();
    }

    @Override
    public String taints() {
        return "";
    }

    @Override
    public Map<String, Long> sections() {
        return Map.of();
    }

    @Override
    public String symbolsFrom() {
        return "kallsyms";
    }
}
