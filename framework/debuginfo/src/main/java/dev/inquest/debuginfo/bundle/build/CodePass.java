package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutBuilder.Part;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.bundle.Format;
import dev.inquest.debuginfo.bundle.Identity;
import dev.inquest.debuginfo.data.Boundaries;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.dwarf.DwarfLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Writes everything but types, of the kernel and then of one module after the other: what they are, symbols, lines, functions, unwind tables. */
final class CodePass {
    private final Inputs inputs;
    private final Pace pace;
    private final Set<Part> parts;
    private final BundleWriter writer;
    private final List<String> remarks;
    private final Names files = new Names();
    private final Names names = new Names();
    private final UnwindCollector unwind = new UnwindCollector();
    private int modules;

    CodePass(Inputs inputs, Pace pace, Set<Part> parts, BundleWriter writer, List<String> remarks) {
        this.inputs = inputs;
        this.pace = pace;
        this.parts = parts;
        this.writer = writer;
        this.remarks = remarks;
    }

    /** Writes the kernel and all modules. */
    void run(Input kernel, int thread) throws OpenException {
        one(kernel, 0);
        pace.done(thread, inputs.size(inputs.kernel()));
        int number = 0;
        for (Path path : inputs.modules()) {
            if (pace.cancelled()) {
                return;
            }
            int module = ++number;
            inputs.module(path, input -> {
                one(input, module);
                modules++;
            });
            pace.done(thread, inputs.size(path));
        }
        Names.write(files, names, writer);
        unwind.writeRows(writer);
    }

    /** Returns how many modules there are in the bundle. */
    int modules() {
        return modules;
    }

    private void one(Input input, int number) {
        writer.add(identity(input.identity(), number));
        if (parts.contains(Part.SYMBOLS)) {
            new SymbolWriter(input.symbols(), input.sections()).write(number, writer);
        }
        if (parts.contains(Part.LINES) || parts.contains(Part.INLINES)) {
            code(input, number);
        }
        UnwindSource rows = parts.contains(Part.UNWIND) ? input.unwind() : null;
        if (rows instanceof Boundaries boundaries) {
            writer.add(unwind.write(rows, boundaries, input.sections(), number, quiet(number)));
        } else if (parts.contains(Part.UNWIND) && number == 0) {
            remarks.add(input.file().name() + " has no unwind tables");
        }
    }

    private void code(Input input, int number) {
        DwarfLayout dwarf = input.dwarf();
        CodeCollector collector = new CodeCollector(
                input.sections(), files, names, parts.contains(Part.LINES), parts.contains(Part.INLINES));
        try {
            if (dwarf == null) {
                throw new MalformedException(input.file().name() + " has no DWARF");
            }
            dwarf.visitCode(collector, quiet(number));
        } catch (MalformedException e) {
            if (number == 0) {
                remarks.add("the bundle has no lines: " + e.getMessage());
            }
            return;
        }
        if (parts.contains(Part.LINES)) {
            writer.add(LineWriter.write(collector.rows(), number));
        }
        if (parts.contains(Part.INLINES)) {
            writer.add(new FunctionWriter(names).write(collector.functions(), number));
        }
    }

    private Progress quiet(int number) {
        return number == 0 ? pace : new Quiet(pace);
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
