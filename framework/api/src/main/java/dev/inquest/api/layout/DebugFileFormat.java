package dev.inquest.api.layout;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;

/** Service of bundles that read files with debug information. */
public interface DebugFileFormat {

    /** Returns the format's name, for instance {@code "ELF"}. */
    String name();

    /** Returns whether the source has this format, and is not a dump. Reads little and never throws. */
    boolean matches(ByteSource source);

    /**
     * Opens a file.
     *
     * @param source the file; the result takes it over and closes it
     * @param progress told of long work
     * @throws OpenException when the file is damaged or is of no use, with the reason
     */
    DebugFile open(ByteSource source, Progress progress) throws OpenException;
}
