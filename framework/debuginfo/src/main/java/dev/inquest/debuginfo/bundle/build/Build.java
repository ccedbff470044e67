package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutBuilder.Built;
import dev.inquest.api.layout.LayoutBuilder.Part;
import dev.inquest.api.layout.LayoutBuilder.Request;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.btf.Btf;
import dev.inquest.debuginfo.bundle.Format;
import dev.inquest.debuginfo.bundle.Identity;
import dev.inquest.debuginfo.data.Boundaries;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.dwarf.DwarfLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One making of a bundle: first the types of all files, whose memory can then be had again, then the rest file by file. */
final class Build {
    private final Request request;
    private final Progress progress;
    private final BundleWriter writer = new BundleWriter();
    private final Names files = new Names();
    private final Names names = new Names();
    private final UnwindCollector unwind = new UnwindCollector();
    private final List<String> remarks = new ArrayList<>();
    private List<Path> modules = List.of();

    Build(Request request, Progress progress) {
        this.request = request;
        this.progress = progress;
    }

    private boolean has(Part part) {
        return request.parts().contains(part);
    }

    @Nullable
    Built run() throws OpenException {
        if (request.parts().isEmpty()) {
            throw new OpenException("a layout bundle without any part is of no use");
        }
        modules = ModuleList.of(request.modules(), remarks);
        Identity kernel = kernel();
        if (has(Part.TYPES)) {
            types();
        }
        if (progress.cancelled()) {
            return null;
        }
        int number = 0;
        one(request.kernel(), number);
        for (Path module : modules) {
            number++;
            progress.report("reading modules", number, modules.size());
            if (progress.cancelled()) {
                return null;
            }
            one(module, number);
        }
        if (progress.cancelled()) {
            return null;
        }
        Names.write(files, names, writer);
        unwind.writeRows(writer);
        return write(kernel);
    }

    private Identity kernel() throws OpenException {
        try (Input input = Input.open(request.kernel())) {
            if (!input.file().kernel()) {
                throw new OpenException(request.kernel() + ": is a module; name the vmlinux first");
            }
            return input.identity();
        }
    }

    private void types() throws OpenException {
        TypeCollector collector = new TypeCollector();
        progress.report("reading types", 0, 0);
        Btf base = null;
        boolean standing = false;
        int number = 0;
        for (Path path : paths()) {
            if (progress.cancelled()) {
                return;
            }
            progress.report("reading types", number, modules.size() + 1L);
            try (Input input = Input.open(path)) {
                TypeSource source = input.types();
                if (number == 0 && !modules.isEmpty()) {
                    base = input.kernelBtf();
                } else if (number > 0 && source == null && base != null) {
                    if (!standing) {
                        collector.stands(base);
                        standing = true;
                    }
                    source = input.moduleBtf(base);
                }
                if (source != null) {
                    SymbolWriter symbols = new SymbolWriter(input.symbols(), input.sections());
                    collector.add(number, source, symbols.variables(), symbols.functions());
                } else if (number == 0) {
                    remarks.add(path + " has neither DWARF nor BTF, so the bundle has no types");
                }
            }
            number++;
        }
        progress.report("writing types", 0, 0);
        collector.write(writer);
    }

    private List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        paths.add(request.kernel());
        paths.addAll(modules);
        return paths;
    }

    private void one(Path path, int number) throws OpenException {
        try (Input input = Input.open(path)) {
            writer.add(identity(input.identity(), number));
            if (has(Part.SYMBOLS)) {
                new SymbolWriter(input.symbols(), input.sections()).write(number, writer);
            }
            DwarfLayout dwarf = input.dwarf();
            if (has(Part.LINES) || has(Part.INLINES)) {
                code(dwarf, input.sections(), number, path);
            }
            UnwindSource rows = has(Part.UNWIND) ? input.unwind() : null;
            if (rows instanceof Boundaries boundaries) {
                writer.add(unwind.write(rows, boundaries, input.sections(), number, progress));
            } else if (has(Part.UNWIND) && number == 0) {
                remarks.add(path + " has no unwind tables");
            }
        }
    }

    private void code(@Nullable DwarfLayout dwarf, Sections sections, int number, Path path) {
        CodeCollector collector = new CodeCollector(sections, files, names, has(Part.LINES), has(Part.INLINES));
        try {
            if (dwarf == null) {
                throw new MalformedException(path + " has no DWARF");
            }
            dwarf.visitCode(collector, number == 0 ? progress : new Quiet(progress));
        } catch (MalformedException e) {
            if (number == 0) {
                remarks.add("the bundle has no lines: " + e.getMessage());
            }
            return;
        }
        if (has(Part.LINES)) {
            writer.add(LineWriter.write(collector.rows(), number));
        }
        if (has(Part.INLINES)) {
            writer.add(new FunctionWriter(names).write(collector.functions(), number));
        }
    }

    private static SectionData identity(Identity identity, int number) {
        Bytes out = new Bytes().text(identity.module()).text(identity.buildId()).text(identity.release());
        out.u16(identity.machine().elfMachine());
        out.u8(identity.machine().order() == ByteOrder.BIG_ENDIAN ? 1 : 0).u8(identity.pointerSize());
        out.uleb(identity.sections().size());
        for (Identity.Part part : identity.sections()) {
            out.text(part.name()).u64(part.address()).u64(part.size()).u8(part.flags());
        }
        return new SectionData(Format.IDENTITY, number, out.toArray(), out.size());
    }

    private Built write(Identity kernel) throws OpenException {
        progress.report("writing", 0, 0);
        Path output = request.output() != null
                ? request.output()
                : Path.of("inquest-layout-" + (kernel.release().isEmpty() ? kernel.buildId() : kernel.release())
                        + ".jar");
        Path part = output.resolveSibling("." + output.getFileName() + ".part");
        byte[] data = writer.end();
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                JarWriter.write(out, BundleManifest.of(kernel, modules.size(), request.parts()), data);
            }
            Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
            return new Built(
                    output,
                    kernel.release(),
                    kernel.buildId(),
                    BundleManifest.architecture(kernel.machine()),
                    modules.size(),
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

    /** Passes on whether to stop, and tells nothing. */
    private record Quiet(Progress progress) implements Progress {
        @Override
        public void report(String activity, long done, long total) {}

        @Override
        public boolean cancelled() {
            return progress.cancelled();
        }
    }
}
