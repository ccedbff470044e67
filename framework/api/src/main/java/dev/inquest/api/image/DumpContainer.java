package dev.inquest.api.image;

import dev.inquest.api.progress.Progress;

/**
 * Service of plugins that know a wrapping around dump files: makedumpfile's flattened form, zstd, gzip. Containers are tried
 * before formats, again and again, until none matches.
 */
public interface DumpContainer {

    /** Returns the container's name, for instance {@code "flattened"}. */
    String name();

    /** Returns whether the source is wrapped this way, from its magic. Reads little and never throws. */
    boolean matches(ByteSource source);

    /**
     * Opens what is inside.
     *
     * @param source the wrapped file; the result takes it over and closes it
     * @param progress told of long unpacking
     * @throws OpenException when the wrapping is damaged beyond use
     */
    ByteSource open(ByteSource source, Progress progress) throws OpenException;
}
