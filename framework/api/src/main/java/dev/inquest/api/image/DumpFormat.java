package dev.inquest.api.image;

import dev.inquest.api.progress.Progress;
import java.util.List;
import java.util.Optional;

/** Service of plugins that read one dump format. */
public interface DumpFormat {

    /** Returns the format's name, for instance {@code "kdump-compressed"}. */
    String name();

    /**
     * Judges from a file's first bytes whether it has this format.
     *
     * @return 0 for no; up to 100 for a magic number that cannot be anything else. Reads little and never throws
     */
    int probe(ByteSource source);

    /**
     * Returns a mark that the parts of one split dump share and other files do not have; nothing for a file that is a whole dump. Reads little
     * and never throws.
     *
     * @param source a file of this format
     */
    default Optional<String> splitMark(ByteSource source) {
        return Optional.empty();
    }

    /**
     * Opens a dump.
     *
     * @param sources one file, or the parts of a split dump in any order; the image takes them over and closes them
     * @param progress told of long work
     * @throws OpenException when nothing useful can be read; damage that leaves something readable is told in
     *     {@link DumpFacts#remarks()} instead
     */
    DumpImage open(List<ByteSource> sources, Progress progress) throws OpenException;
}
