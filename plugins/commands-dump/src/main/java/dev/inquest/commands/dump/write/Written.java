package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.result.Diagnostic;
import java.util.List;

/**
 * What came of a {@link Job}.
 *
 * @param sourceNames the source's files
 * @param sourceFormat the source's format
 * @param sourceBytes the size of the source's files
 * @param sourceComplete whether the source has all pages that it should have
 * @param pageSize bytes of a page frame
 * @param endPfn the first page frame behind all memory
 * @param selection which pages were chosen
 * @param memory how many pages of memory the machine has
 * @param level the level that was asked for
 * @param compression how pages are compressed
 * @param files the files that were written
 * @param zeros how many pages of zeros were left out, or share one page
 * @param lost how many pages were to be kept and could not be read
 * @param seconds how long it took
 * @param remarks what users should know
 */
record Written(
        List<String> sourceNames,
        String sourceFormat,
        long sourceBytes,
        boolean sourceComplete,
        int pageSize,
        long endPfn,
        Selection selection,
        long memory,
        int level,
        PageCompression compression,
        List<File> files,
        long zeros,
        long lost,
        double seconds,
        List<Diagnostic> remarks) {

    /**
     * One file.
     *
     * @param name its name as the user gave it
     * @param pages how many pages are in it
     * @param bytes its size
     */
    record File(String name, long pages, long bytes) {}

    /** Returns how many pages are in all files together. */
    long pages() {
        return files.stream().mapToLong(File::pages).sum();
    }

    /** Returns the size of all files together. */
    long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }
}
