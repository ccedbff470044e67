package dev.inquest.api.image;

import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

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

    /**
     * Returns a stream of what is inside, unpacked while it is read: for those who look at the beginning alone, or at an archive, and want nothing
     * to be kept on a disk. Nothing where the wrapping cannot be read this way.
     *
     * @param packed the wrapped bytes from their beginning; closing the result closes it
     */
    default Optional<InputStream> unpack(InputStream packed) throws IOException {
        return Optional.empty();
    }

    /**
     * Returns a sink that writes a dump wrapped this way, front to back, for instance into a pipe; nothing where this wrapping is only read.
     * Finishing it ends the wrapping and flushes the stream, and leaves it open.
     */
    default Optional<DumpSink> wrap(OutputStream out) throws IOException {
        return Optional.empty();
    }

    /**
     * Copies a dump out of a stream that is wrapped this way and can be read only once, front to back; the caller finishes the sink.
     *
     * @param in the stream, from its beginning
     * @param out where the dump goes
     * @param progress told of the bytes read, asked whether to stop
     * @return how many bytes were written; empty where this wrapping is only read from files, and then nothing was read
     * @throws OpenException when the stream is not wrapped this way, is damaged, ends too early, or the user stopped it
     * @throws IOException when the stream cannot be read, or the sink fails
     */
    default OptionalLong unwrap(InputStream in, DumpSink out, Progress progress) throws OpenException, IOException {
        return OptionalLong.empty();
    }
}
