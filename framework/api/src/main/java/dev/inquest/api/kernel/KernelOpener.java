package dev.inquest.api.kernel;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Service that opens dumps with what belongs to them. */
@ProviderType
public interface KernelOpener {

    /**
     * What to open.
     *
     * @param files the dump (several files for a split one), at most one vmlinux, any number of modules, in any order: what a file is
     *     is told from its content
     * @param force whether a vmlinux whose build ID or release differs is used all the same; every result then says so
     * @param settings overrides, for instance {@code phys_base}; empty for none
     * @param progress told of long work
     */
    record Request(List<Path> files, boolean force, Map<String, String> settings, Progress progress) {}

    /** The kinds of files. */
    enum FileKind {
        /** A dump, or a part of a split one. */
        DUMP,
        /** A vmlinux, a module or a layout bundle. */
        DEBUG_INFORMATION,
        /** A folder, in which debug information may be looked for. */
        FOLDER,
        /** Nothing that an installed plugin reads. */
        UNKNOWN
    }

    /**
     * What a file is.
     *
     * @param kind its kind
     * @param format the name of the format that reads it; empty for folders and unknown files
     * @param reason why it is nothing that is read, in words; empty for all that is
     */
    record FileContent(FileKind kind, String format, String reason) {}

    /**
     * Tells from a file's content, inside of whatever it is packed in, what it is.
     *
     * @throws OpenException when it cannot be read at all
     */
    FileContent content(Path file, Progress progress) throws OpenException;

    /**
     * Opens a dump as far as its image: headers, notes and pages, but no kernel.
     *
     * @throws OpenException when no file is a dump, or it cannot be read; the message names the file and the reason
     */
    DumpImage openImage(Request request) throws OpenException;

    /**
     * Opens the kernel in a dump.
     *
     * @throws OpenException when it cannot be read; the message names the file and the reason, and what to do
     */
    Kernel open(Request request) throws OpenException;

    /**
     * Opens a file with debug information on its own: a vmlinux, a module, a layout bundle.
     *
     * @param file its path
     * @param progress told of long work
     * @throws OpenException when it is a dump, or cannot be read; the message names the file and the reason
     */
    DebugFile openDebugFile(Path file, Progress progress) throws OpenException;
}
