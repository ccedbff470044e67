package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.debuginfo.btf.Btf;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the types of the kernel, then those of one module after the other, and writes all at the end. */
final class TypesPass {
    private final Inputs inputs;
    private final Pace pace;
    private final List<String> remarks;
    private final TypeCollector collector;
    private @Nullable Btf base;
    private boolean standing;

    TypesPass(Inputs inputs, Pace pace, List<String> remarks) {
        this.inputs = inputs;
        this.pace = pace;
        this.remarks = remarks;
        this.collector = new TypeCollector(pace::cancelled);
    }

    /** Takes the kernel's types. */
    void kernel(Input input) {
        pace.report("reading types", 0, 0);
        TypeSource source = input.types();
        if (source == null) {
            remarks.add(input.file().name() + " has neither DWARF nor BTF, so the bundle has no types");
        } else {
            add(0, source, input);
        }
    }

    /** Sets the kernel's BTF, from which that of modules goes on; null when it has none. */
    void base(@Nullable Btf kernel) {
        base = kernel;
    }

    private void add(int number, TypeSource source, Input input) {
        SymbolWriter symbols = new SymbolWriter(input.symbols(), input.sections());
        collector.add(number, source, symbols.variables(), symbols.functions());
    }

    /** Takes the types of modules. */
    void modules(int thread) throws OpenException {
        int number = 0;
        for (Path path : inputs.modules()) {
            if (pace.cancelled()) {
                return;
            }
            int module = ++number;
            inputs.module(path, input -> {
                TypeSource source = types(input);
                if (source != null) {
                    add(module, source, input);
                }
            });
            pace.done(thread, inputs.size(path));
        }
    }

    private @Nullable TypeSource types(Input input) {
        TypeSource source = input.types();
        Btf kernel = base;
        if (source != null || kernel == null) {
            return source;
        }
        if (!standing) {
            collector.stands(kernel);
            standing = true;
        }
        return input.moduleBtf(kernel);
    }

    void write(BundleWriter writer) {
        pace.report("writing types", 0, 0);
        collector.write(writer);
    }
}
