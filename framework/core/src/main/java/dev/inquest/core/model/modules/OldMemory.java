package dev.inquest.core.model.modules;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule.Range;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;

/** {@code module_core, core_size, core_text_size, module_init, init_size, init_text_size}: before 7523e4dc5057 (4.5). */
@Reads(
        value = "module",
        optional = {"module_core", "core_size", "core_text_size"},
        since = "removed by 7523e4dc5057 (4.5)")
final class OldMemory implements MemoryForm {
    private final Members.Member core;
    private final Members.Member coreSize;
    private final Members.Member coreTextSize;
    private final Members.Member init;
    private final Members.Member initSize;
    private final Members.Member initTextSize;

    OldMemory(Kernel kernel, StructType module) {
        Members members = new Members(kernel.memory(), module);
        this.core = members.get("module_core");
        this.coreSize = members.get("core_size");
        this.coreTextSize = members.get("core_text_size");
        this.init = members.get("module_init");
        this.initSize = members.get("init_size");
        this.initTextSize = members.get("init_text_size");
    }

    @Override
    public Layout read(long module) {
        List<Range> ranges = new ArrayList<>();
        long size = coreSize.read(module);
        add(ranges, "", core.read(module), coreTextSize.read(module), size);
        add(ranges, "init ", init.read(module), initTextSize.read(module), initSize.read(module));
        return new Layout(core.read(module), size, List.copyOf(ranges));
    }

    private static void add(List<Range> ranges, String kind, long start, long text, long total) {
        if (start == 0 || total == 0) {
            return;
        }
        long end = Math.min(text, total);
        if (end > 0) {
            ranges.add(new Range(kind + "text", start, end));
        }
        if (total > end) {
            ranges.add(new Range(kind + "data", start + end, total - end));
        }
    }
}
