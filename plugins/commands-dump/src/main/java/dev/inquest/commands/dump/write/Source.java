package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.StoredPages;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.OtherKernelException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.commands.dump.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dump that pages are taken from.
 *
 * @param image its pages
 * @param kernel the kernel in it; null when it could not be opened and is not needed
 * @param remarks what users should know of it
 * @param bytes the size of its files
 */
record Source(DumpImage image, @Nullable Kernel kernel, List<Diagnostic> remarks, long bytes) implements AutoCloseable {

    /**
     * Opens a source.
     *
     * @param kernelNeeded whether the kernel must be opened; otherwise what it would add to the headers is done without when it cannot be
     */
    static Source open(Job job, boolean kernelNeeded, Tools tools, Progress progress) throws CommandException {
        long bytes = 0;
        for (Path file : job.sources()) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                // Opening it says what is wrong.
            }
        }
        List<Diagnostic> remarks = new ArrayList<>();
        Kernel kernel = null;
        try {
            kernel = tools.kernel(job.sources(), kernelNeeded, progress);
            if (kernelNeeded) {
                remarks.addAll(kernel.diagnostics());
            }
        } catch (CommandException e) {
            if (kernelNeeded) {
                // Says what is wrong with the dump itself, if that is what it is.
                tools.image(job.sources(), progress).close();
                if (e.getCause() instanceof OtherKernelException) {
                    throw CommandException.failed(
                            e.getMessage()
                                    + "; give the one of the dump's kernel, or none where the dump has types of its own",
                            e);
                }
                throw CommandException.failed(
                        e.getMessage() + "; without the kernel in the dump only the levels 0 and 1 can be had", e);
            }
        }
        DumpImage image = kernel == null ? tools.image(job.sources(), progress) : kernel.image();
        if (!image.facts().complete()) {
            remarks.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    "the source is not complete; the new dump lacks the same pages: "
                            + String.join(" ", image.facts().remarks())));
        }
        return new Source(image, kernel, List.copyOf(remarks), bytes);
    }

    /** Returns how a dump's pages are compressed; zlib for those that are not, which every reader knows. */
    static PageCompression compression(DumpImage image) {
        return image instanceof StoredPages stored && stored.compression() != PageCompression.NONE
                ? stored.compression()
                : PageCompression.ZLIB;
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        } else {
            image.close();
        }
    }
}
