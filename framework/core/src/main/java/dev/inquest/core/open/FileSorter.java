package dev.inquest.core.open;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells from their content which of the files are dumps and which have debug information. */
final class FileSorter {
    /** A dump in a flattened stream in a compressed file in another: more wrappings are an attempt to keep us busy. */
    private static final int MAXIMUM_DEPTH = 4;

    private final Services services;
    private final Progress progress;

    FileSorter(Services services, Progress progress) {
        this.services = services;
        this.progress = progress;
    }

    /** A dump file and the format that reads it. */
    record Dump(Path path, ByteSource source, DumpFormat format) {}

    /** A file with debug information and the format that reads it. */
    record Debug(Path path, ByteSource source, DebugFileFormat format) {}

    /**
     * The files by what they are.
     *
     * @param dumps the dump, or its parts
     * @param debugFiles files with debug information
     * @param folders folders in which debug information may be looked for
     */
    record Sorted(List<Dump> dumps, List<Debug> debugFiles, List<Path> folders) {}

    /** Opens and sorts files; what it opens goes to {@code opened}. */
    Sorted sort(List<Path> paths, Opened opened) throws OpenException {
        if (paths.isEmpty()) {
            throw new OpenException("no file was given; name a dump");
        }
        refuseTwice(paths);
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                sorted.folders.add(path);
                continue;
            }
            ByteSource source = unwrap(path, opened);
            DumpFormat format = best(source);
            if (format != null) {
                sorted.dumps.add(new Dump(path, source, format));
                continue;
            }
            DebugFileFormat debug = debugFormat(source);
            if (debug == null) {
                throw new OpenException(path + ": " + UnknownFile.describe(source));
            }
            sorted.debugFiles.add(new Debug(path, source, debug));
        }
        return sorted;
    }

    /** Tells what one file is. */
    KernelOpener.FileContent content(Path path, Opened opened) throws OpenException {
        if (Files.isDirectory(path)) {
            return new KernelOpener.FileContent(KernelOpener.FileKind.FOLDER, "", "");
        }
        ByteSource source = unwrap(path, opened);
        DumpFormat format = best(source);
        if (format != null) {
            return new KernelOpener.FileContent(KernelOpener.FileKind.DUMP, format.name(), "");
        }
        DebugFileFormat debug = debugFormat(source);
        return debug != null
                ? new KernelOpener.FileContent(KernelOpener.FileKind.DEBUG_INFORMATION, debug.name(), "")
                : new KernelOpener.FileContent(KernelOpener.FileKind.UNKNOWN, "", UnknownFile.describe(source));
    }

    private static void refuseTwice(List<Path> paths) throws OpenException {
        for (int i = 0; i < paths.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean same;
                try {
                    same = paths.get(i).equals(paths.get(j)) || Files.isSameFile(paths.get(i), paths.get(j));
                } catch (IOException e) {
                    // One of them cannot be looked at, which opening it says better.
                    same = false;
                }
                if (same) {
                    throw new OpenException(paths.get(i) + ": was given twice"
                            + (paths.get(i).equals(paths.get(j)) ? "" : ", first as " + paths.get(j)));
                }
            }
        }
    }

    private ByteSource unwrap(Path path, Opened opened) throws OpenException {
        ByteSource source = opened.add(DumpFile.open(path));
        for (int depth = 0; ; depth++) {
            DumpContainer container = container(source);
            if (container == null) {
                return source;
            }
            if (depth == MAXIMUM_DEPTH) {
                throw new OpenException(path + ": is wrapped more than " + MAXIMUM_DEPTH + " times");
            }
            source = opened.add(container.open(source, progress));
        }
    }

    private @Nullable DumpContainer container(ByteSource source) {
        for (DumpContainer container : services.containers()) {
            if (container.matches(source)) {
                return container;
            }
        }
        return null;
    }

    private @Nullable DumpFormat best(ByteSource source) {
        DumpFormat best = null;
        int score = 0;
        for (DumpFormat format : services.formats()) {
            int probe = format.probe(source);
            if (probe > score) {
                score = probe;
                best = format;
            }
        }
        return best;
    }

    @Nullable
    DebugFileFormat debugFormat(ByteSource source) {
        for (DebugFileFormat format : services.debugFiles()) {
            if (format.matches(source)) {
                return format;
            }
        }
        return null;
    }
}
