package dev.inquest.core.symbols;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.DumpLayout.Part;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own layout sources: those of the files that were given, and those that services find in the dump. A service is
 * asked once, and only when something that it can find is needed and no file has it; unwind tables are the exception: those in the dump are
 * the sorted tables that the kernel itself used, so they come before the files' call frame information.
 */
public final class KernelLayouts implements AutoCloseable {
    private final List<LayoutSource> files;
    private final List<Found> services;
    private final Context context;
    /** While a service looks, those of higher ranks, which build upon it, are not asked: they would find it without its result. */
    private int highestRank = Integer.MAX_VALUE;

    /** What a service found. */
    private static final class Found {
        final DumpLayout service;
        final List<String> remarks = new CopyOnWriteArrayList<>();
        private boolean asked;
        private volatile @Nullable LayoutSource source;

        Found(DumpLayout service) {
            this.service = service;
        }
    }

    /**
     * Makes the set of sources; no service is asked yet.
     *
     * @param files sources of the vmlinux, best first; this takes them over
     * @param services services that find sources in the dump
     * @param arch the machine
     * @param memory kernel memory
     */
    public KernelLayouts(List<LayoutSource> files, List<DumpLayout> services, ArchSession arch, Memory memory) {
        this.files = List.copyOf(files);
        List<DumpLayout> ranked = new ArrayList<>(services);
        ranked.sort((one, other) -> Integer.compare(one.rank(), other.rank()));
        List<Found> list = new ArrayList<>(ranked.size());
        for (DumpLayout service : ranked) {
            list.add(new Found(service));
        }
        this.services = List.copyOf(list);
        this.context = new Context(arch, memory);
    }

    /** Returns the context for services, with {@link DumpLayout.Context#remark} going nowhere: for modules. */
    public DumpLayout.Context context() {
        return context;
    }

    /** Returns the services in the order of their ranks. */
    public List<DumpLayout> services() {
        List<DumpLayout> list = new ArrayList<>(services.size());
        for (Found found : services) {
            list.add(found.service);
        }
        return list;
    }

    /**
     * Returns the sources in which types are looked up. Where one of them needs no index, the others are left out: BTF has all types
     * that a kernel's DWARF has (pahole encodes them from it), and a type that is not there, as code that probes for a kernel's
     * version asks for, would cost the reading of the whole DWARF to be told so again.
     */
    public List<LayoutSource> types() {
        List<LayoutSource> ready = typed(true);
        if (ready.isEmpty()) {
            search(Part.TYPES, ready);
        }
        return ready.isEmpty() ? typed(false) : ready;
    }

    /** Returns the sources in which the types of variables are looked up: those that need no index first. */
    public List<LayoutSource> variables() {
        List<LayoutSource> list = new ArrayList<>(types());
        for (LayoutSource slow : typed(false)) {
            if (!list.contains(slow)) {
                list.add(slow);
            }
        }
        return list;
    }

    private List<LayoutSource> typed(boolean ready) {
        List<LayoutSource> list = new ArrayList<>();
        for (LayoutSource file : files) {
            TypeSource types = file.types();
            if (types != null && types.ready() == ready) {
                list.add(file);
            }
        }
        return list;
    }

    /** Returns the sources with symbols. */
    public List<LayoutSource> symbols() {
        List<LayoutSource> list = new ArrayList<>();
        for (LayoutSource file : files) {
            if (file.symbols() != null) {
                list.add(file);
            }
        }
        if (list.isEmpty()) {
            search(Part.SYMBOLS, list);
        }
        return list;
    }

    /** Returns the sources with lines. */
    public List<LayoutSource> lines() {
        List<LayoutSource> list = new ArrayList<>();
        for (LayoutSource file : files) {
            if (file.lines() != null) {
                list.add(file);
            }
        }
        if (list.isEmpty()) {
            search(Part.LINES, list);
        }
        return list;
    }

    /** Returns the sources with unwind tables. */
    public List<LayoutSource> unwind() {
        List<LayoutSource> list = new ArrayList<>();
        search(Part.UNWIND, list);
        for (LayoutSource file : files) {
            if (file.unwind() != null) {
                list.add(file);
            }
        }
        return list;
    }

    /** Returns all sources that are known by now. */
    public List<LayoutSource> known() {
        List<LayoutSource> list = new ArrayList<>(files);
        for (Found found : services) {
            LayoutSource source = found.source;
            if (source != null) {
                list.add(source);
            }
        }
        return list;
    }

    /** Returns what the services remarked; why nothing was found is left out where a file has it. */
    public List<String> remarks() {
        List<String> list = new ArrayList<>();
        for (Found found : services) {
            if (found.source != null || !filesHave(found.service)) {
                list.addAll(found.remarks);
            }
        }
        return list;
    }

    private boolean filesHave(DumpLayout service) {
        for (Part part : service.parts()) {
            boolean has = false;
            for (LayoutSource file : files) {
                has |= has(file, part);
            }
            if (!has) {
                return false;
            }
        }
        return true;
    }

    private void search(Part part, List<LayoutSource> into) {
        for (Found found : services) {
            if (found.service.parts().contains(part)) {
                LayoutSource source = ask(found);
                if (source != null && has(source, part)) {
                    into.add(source);
                }
            }
        }
    }

    static boolean has(LayoutSource source, Part part) {
        return switch (part) {
            case TYPES -> source.types() != null;
            case SYMBOLS -> source.symbols() != null;
            case LINES -> source.lines() != null;
            case UNWIND -> source.unwind() != null;
        };
    }

    private @Nullable LayoutSource ask(Found found) {
        synchronized (this) {
            if (!found.asked && found.service.rank() <= highestRank) {
                // Set first: a service that asks for what only it can find gets nothing, and not itself.
                found.asked = true;
                int before = highestRank;
                highestRank = found.service.rank();
                try {
                    found.source = found.service.find(context.remarking(found.remarks));
                } catch (FaultException | MissingTypeException e) {
                    found.remarks.add(found.service.name() + ": " + e.getMessage());
                } finally {
                    highestRank = before;
                }
            }
        }
        return found.source;
    }

    @Override
    public void close() {
        for (LayoutSource source : known()) {
            source.close();
        }
    }

    /** What the services see. */
    private final class Context implements DumpLayout.Context {
        private final ArchSession arch;
        private final Memory memory;
        private final @Nullable List<String> remarks;

        Context(ArchSession arch, Memory memory) {
            this(arch, memory, null);
        }

        private Context(ArchSession arch, Memory memory, @Nullable List<String> remarks) {
            this.arch = arch;
            this.memory = memory;
            this.remarks = remarks;
        }

        Context remarking(List<String> to) {
            return new Context(arch, memory, to);
        }

        @Override
        public Memory memory() {
            return memory;
        }

        @Override
        public @Nullable VmcoreInfo vmcoreInfo() {
            return arch.vmcoreInfo();
        }

        @Override
        public long bias() {
            return arch.bias();
        }

        @Override
        public List<SymbolSource> symbols() {
            List<SymbolSource> list = new ArrayList<>();
            for (LayoutSource source : KernelLayouts.this.symbols()) {
                SymbolSource symbols = source.symbols();
                if (symbols != null) {
                    list.add(symbols);
                }
            }
            return list;
        }

        @Override
        public List<LayoutSource> files() {
            return files;
        }

        @Override
        public @Nullable Type findType(TypeSource.Kind kind, String name) {
            for (LayoutSource source : KernelLayouts.this.types()) {
                TypeSource types = source.types();
                Type type = types == null ? null : types.find(kind, name);
                if (type != null) {
                    return type;
                }
            }
            return null;
        }

        @Override
        public List<TypeSource> types() {
            List<TypeSource> list = new ArrayList<>();
            for (LayoutSource source : KernelLayouts.this.types()) {
                TypeSource types = source.types();
                if (types != null) {
                    list.add(types);
                }
            }
            return list;
        }

        @Override
        public ArchSession machine() {
            return arch;
        }

        @Override
        public String architecture() {
            return arch.architecture().name();
        }

        @Override
        public void remark(String sentence) {
            if (remarks != null && remarks.size() < 100) {
                remarks.add(sentence);
            }
        }
    }
}
