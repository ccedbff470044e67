package dev.inquest.commands.find;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.DebugFinder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this works with.
 *
 * @param opener opens dumps
 * @param formats the formats that are installed
 * @param containers the wrappings that are known
 * @param finders those who know where debug information is
 */
record Services(
        KernelOpener opener, List<DumpFormat> formats, List<DumpContainer> containers, List<DebugFinder> finders) {

    /** Returns the format of a dump, or null when it is none. */
    @Nullable
    DumpFormat format(ByteSource source) {
        DumpFormat best = null;
        int score = 0;
        for (DumpFormat format : formats) {
            int probe = format.probe(source);
            if (probe > score) {
                score = probe;
                best = format;
            }
        }
        return best;
    }

    /** Returns what a file is wrapped in, or null. */
    @Nullable
    DumpContainer container(ByteSource source) {
        for (DumpContainer container : containers) {
            if (container.matches(source)) {
                return container;
            }
        }
        return null;
    }
}
