package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.PageCompression;
import java.nio.file.Path;
import java.util.List;

/**
 * A dump to be written from another one.
 *
 * @param sources the dump or its parts, and files to take types from, in any order
 * @param levels levels to try one after the other, the next one when the one before does not fit; empty to take over all pages
 * @param format {@code "kdump"} or {@code "elf"}
 * @param compression how to compress pages; null for as the source is
 * @param flattened whether to write the flattened form
 * @param outputs names of the files, several for a split dump; {@code "-"} alone is standard output
 * @param force whether files that are there are replaced
 * @param threads how many threads work
 * @param dryRun whether nothing is to be written, only found out how large it would be
 * @param limit the largest size of a file in bytes
 */
public record Job(
        List<Path> sources,
        List<Integer> levels,
        String format,
        @org.jspecify.annotations.Nullable PageCompression compression,
        boolean flattened,
        List<String> outputs,
        boolean force,
        int threads,
        boolean dryRun,
        long limit) {

    /** The name of makedumpfile's compressed form. */
    public static final String KDUMP = "kdump";
    /** The name of the ELF form. */
    public static final String ELF = "elf";

    /** Returns the same job from other sources. */
    Job from(List<Path> others) {
        return new Job(others, levels, format, compression, flattened, outputs, force, threads, dryRun, limit);
    }

    /** Returns whether the dump goes to standard output. */
    public boolean standardOutput() {
        return outputs.equals(List.of("-"));
    }
}
