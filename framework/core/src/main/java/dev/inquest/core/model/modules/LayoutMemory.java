package dev.inquest.core.model.modules;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule.Range;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct module_layout core_layout, init_layout}: text, read-only data, data that is read-only after init, and data in one
 * piece each for as long as the module is loaded and for initialising it; from 7523e4dc5057 (4.5) to 6.3. Some architectures
 * have the data in a third, {@code data_layout}, since 01dc0386efb7 (5.18).
 */
@Reads(
        value = "module",
        optional = {"core_layout", "init_layout", "data_layout"},
        since = "7523e4dc5057 (4.5), removed by ac3b43283923 (6.4)")
@Reads(
        value = "module_layout",
        required = {"base", "size", "text_size"},
        mayLack = true,
        since = "7523e4dc5057 (4.5), removed by ac3b43283923 (6.4)")
final class LayoutMemory implements MemoryForm {
    private final Part core;
    private final Part init;
    private final @Nullable Part data;

    LayoutMemory(Kernel kernel, StructType module) {
        Members members = new Members(kernel.memory(), module);
        this.core = new Part(members, "core_layout.", "");
        this.init = new Part(members, "init_layout.", "init ");
        this.data = module.find("data_layout") == null ? null : new Part(members, "data_layout.", "");
    }

    @Override
    public Layout read(long module) {
        List<Range> ranges = new ArrayList<>();
        long base = core.base.read(module);
        long size = core.add(module, ranges);
        if (data != null) {
            size += data.add(module, ranges);
        }
        init.add(module, ranges);
        return new Layout(base, size, List.copyOf(ranges));
    }

    private static final class Part {
        private final String kind;
        private final Members.Member base;
        private final Members.Member size;
        private final Members.Member textSize;
        private final Members.@Nullable Member roSize;
        private final Members.@Nullable Member roAfterInitSize;

        Part(Members members, String prefix, String kind) {
            this.kind = kind;
            this.base = members.get(prefix + "base");
            this.size = members.get(prefix + "size");
            this.textSize = members.get(prefix + "text_size");
            this.roSize = members.find(prefix + "ro_size");
            this.roAfterInitSize = members.find(prefix + "ro_after_init_size");
        }

        /** Adds the ranges of the part; returns its size. The sizes in it are counted from its beginning. */
        long add(long module, List<Range> ranges) {
            long start = base.read(module);
            long total = size.read(module);
            if (start == 0 || total == 0) {
                return 0;
            }
            long done = piece(ranges, "text", start, 0, textSize.read(module), total);
            if (roSize != null) {
                done = piece(ranges, "rodata", start, done, roSize.read(module), total);
            }
            if (roAfterInitSize != null) {
                done = piece(ranges, "ro after init", start, done, roAfterInitSize.read(module), total);
            }
            piece(ranges, "data", start, done, total, total);
            return total;
        }

        private long piece(List<Range> ranges, String name, long start, long from, long to, long total) {
            long end = Math.min(to, total);
            if (end <= from) {
                return from;
            }
            ranges.add(new Range(kind + name, start + from, end - from));
            return end;
        }
    }
}
