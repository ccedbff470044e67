package dev.inquest.api.capture;

import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.util.Set;

/** Service of plugins that write one dump format. */
public interface DumpWriter {

    /** Returns the format's name: {@code "kdump"} for makedumpfile's compressed form, {@code "elf"}. */
    String name();

    /** Returns the compressions that the format has and this installation can do. */
    Set<PageCompression> compressions();

    /**
     * Writes a dump; the caller finishes and closes the sink. Memory does not grow with the dump but for the sets of page frames. When the
     * user stops the work, the return tells so and the sink must not be finished.
     *
     * @param contents what to write
     * @param sink where
     * @param progress told of the pages done, asked whether to stop
     * @return what was written
     * @throws IOException when the sink fails
     */
    Written write(DumpContents contents, DumpSink sink, Progress progress) throws IOException;

    /**
     * What was written.
     *
     * @param pages how many pages are in the dump, pages of zeros that share one among them
     * @param zeros how many pages of zeros were left out, or share one page
     * @param lost how many pages were to be kept and could not be read from the source
     * @param bytes size of the dump in bytes
     * @param cancelled whether the user stopped it before its end
     */
    record Written(long pages, long zeros, long lost, long bytes, boolean cancelled) {}
}
