package dev.inquest.debuginfo.bundle;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.layout.LayoutBuilder.Part;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.bundle.build.LayoutBuilderComponent;
import dev.inquest.debuginfo.file.ElfDebugFileFormat;
import dev.inquest.testkit.ElfFileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Bundles made of the compiled samples. */
final class Bundles {
    static final Set<Part> ALL = Set.of(Part.values());

    private Bundles() {}

    /** Puts a sample into a folder. */
    static Path sample(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            try (InputStream in = Bundles.class.getResourceAsStream("/dwarf/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), file);
            }
        }
        return file;
    }

    /** Makes a bundle of a kernel and a module. */
    static Path build(Path folder, String output, Set<Part> parts, String kernel, String... modules)
            throws IOException, OpenException {
        Path file = folder.resolve(output);
        List<Path> samples = new java.util.ArrayList<>();
        for (String module : modules) {
            samples.add(sample(folder, module));
        }
        LayoutBuilder.Request request = new LayoutBuilder.Request(sample(folder, kernel), samples, file, parts);
        Objects.requireNonNull(new LayoutBuilderComponent(List.of()).build(request, Progress.NONE));
        return file;
    }

    static DebugFile open(String name, byte[] bytes) throws OpenException {
        return new BundleDebugFileFormat().open(ElfFileWriter.source(name, bytes), Progress.NONE);
    }

    static DebugFile open(Path file) throws IOException, OpenException {
        return open(file.toString(), Files.readAllBytes(file));
    }

    static DebugFile elf(Path file) throws IOException, OpenException {
        return new ElfDebugFileFormat()
                .open(ElfFileWriter.source(file.toString(), Files.readAllBytes(file)), Progress.NONE);
    }

    /** Returns the data inside a jar. */
    static byte[] data(Path jar) throws IOException {
        try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry(Format.JAR_ENTRY))) {
            return in.readAllBytes();
        }
    }
}
