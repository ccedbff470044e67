package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutBuilder.Built;
import dev.inquest.api.layout.LayoutBuilder.Part;
import dev.inquest.api.layout.LayoutBuilder.Request;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.progress.Waiting;
import dev.inquest.debuginfo.bundle.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One making of a bundle. Files are read one after the other, and what was read of one is in memory no longer than that takes, but for the different types
 * of all, packed. Types need the most time: one thread gathers them, after the kernel's a second one does everything else. Neither
 * asks the other anything, so that the file does not depend on which is faster.
 */
final class Build {
    private final Request request;
    private final Progress progress;
    private final Unpacking unpacking;
    private final List<String> remarks = Collections.synchronizedList(new ArrayList<>());

    Build(Request request, Progress progress, Unpacking unpacking) {
        this.request = request;
        this.progress = progress;
        this.unpacking = unpacking;
    }

    @Nullable
    Built run() throws OpenException {
        if (request.parts().isEmpty()) {
            throw new OpenException("a layout bundle without any part is of no use");
        }
        List<Path> modules = ModuleList.of(request.modules(), remarks);
        try (MappedFiles files = new MappedFiles();
                Input kernel = Input.open(request.kernel(), files, unpacking)) {
            Inputs inputs = new Inputs(request.kernel(), modules, request.modules(), files, unpacking, remarks);
            if (!kernel.file().kernel()) {
                throw new OpenException(request.kernel() + ": is a module; name the vmlinux first");
            }
            Path output = output(kernel.identity());
            try (BundleWriter writer = BundleWriter.open(beside(output, ".data"))) {
                int count = read(inputs, kernel, writer);
                if (progress.cancelled()) {
                    return null;
                }
                progress.report("writing", 0, 0);
                return write(kernel.identity(), output, count, writer);
            }
        } catch (IOException e) {
            throw new OpenException(String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new OpenException(String.valueOf(e.getMessage()), e);
        }
    }

    private Path output(Identity kernel) {
        return request.output() != null
                ? request.output()
                : Path.of("inquest-layout-" + (kernel.release().isEmpty() ? kernel.buildId() : kernel.release())
                        + ".jar");
    }

    private static Path beside(Path output, String ending) {
        return output.resolveSibling("." + output.getFileName() + ending);
    }

    /** Reads all files and returns how many modules are in the bundle. */
    private int read(Inputs inputs, Input kernel, BundleWriter writer) throws OpenException {
        boolean types = request.parts().contains(Part.TYPES);
        Pace pace = new Pace(progress, inputs.size(), inputs.modules().size(), types ? 2 : 1);
        CodePass code = new CodePass(inputs, pace, request.parts(), writer, remarks);
        if (!types) {
            code.run(kernel, 0);
            return code.modules();
        }
        TypesPass collected = new TypesPass(inputs, pace, remarks);
        // What was made of the kernel's DWARF is let go: it takes more than all modules need.
        try (Input again = inputs.open()) {
            collected.kernel(again);
        }
        if (!inputs.modules().isEmpty()) {
            collected.base(kernel.kernelBtf());
        }
        pace.done(0, inputs.size(inputs.kernel()));
        FutureTask<@Nullable Void> other = new FutureTask<>(() -> {
            try (Input again = inputs.open()) {
                code.run(again, 1);
                return null;
            } catch (OpenException | RuntimeException | Error e) {
                pace.stop();
                throw e;
            }
        });
        Thread thread = Thread.ofPlatform().name("layout build").daemon().start(other);
        try {
            collected.modules(0);
        } catch (OpenException | RuntimeException e) {
            pace.stop();
            throw e;
        } finally {
            Waiting.forEnd(thread);
        }
        finish(other);
        if (!pace.cancelled()) {
            collected.write(writer);
        }
        return code.modules();
    }

    private static void finish(FutureTask<@Nullable Void> done) throws OpenException {
        try {
            done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpenException("interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case OpenException refused -> throw refused;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private Built write(Identity kernel, Path output, int modules, BundleWriter writer) throws OpenException {
        Path part = beside(output, ".part");
        try {
            BundleWriter.Data data = writer.end();
            try (OutputStream out = Files.newOutputStream(part)) {
                JarWriter.write(out, BundleManifest.of(kernel, modules, request.parts()), data);
            }
            Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
            return new Built(
                    output,
                    kernel.release(),
                    kernel.buildId(),
                    BundleManifest.architecture(kernel.machine()),
                    modules,
                    Files.size(output),
                    writer.tally().sections(),
                    remarks);
        } catch (IOException e) {
            throw new OpenException(output + ": cannot be written: " + e.getMessage(), e);
        } finally {
            delete(part);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // It only takes space.
            return;
        }
    }
}
