package dev.inquest.format.kdump;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Writes compressed kdumps as makedumpfile 1.7 does (write_kdump_header, write_kdump_pages_and_bitmap_cyclic), header version 6, in the byte
 * order and the page size of the machine that was dumped. Pages of zeros share one page, which is the first of the data; in the parts of a split
 * dump it lies at the same offset, by which {@code makedumpfile --reassemble} knows it.
 *
 * <p>The source is gone over once. Page frames that it turns out not to have are taken out of the second bitmap, which is written last; the room
 * for their descriptors stays unused.
 */
@Component(service = DumpWriter.class)
public final class KdumpDumpWriter implements DumpWriter {

    @Override
    public String name() {
        return "kdump";
    }

    @Override
    public Set<PageCompression> compressions() {
        Set<PageCompression> possible = EnumSet.allOf(PageCompression.class);
        try {
            new ZstdCompressor().close();
        } catch (LinkageError e) {
            possible.remove(PageCompression.ZSTD);
        }
        return possible;
    }

    @Override
    public Written write(DumpContents contents, DumpSink sink, Progress progress) throws IOException {
        try (Pipeline pipeline = new Pipeline(contents)) {
            return new KdumpOutput(contents, sink, progress, pipeline).write();
        }
    }
}
