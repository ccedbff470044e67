package dev.inquest.core.symbols;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.DumpLayout.Part;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The layout sources of modules: of the files that were loaded for them, and of the modules' own tables in the dump. A file that nobody gave is
 * looked for once a module, when lines are first needed or types that the dump does not have.
 */
public final class ModuleLayouts implements AutoCloseable {
    private final KernelLayouts kernel;
    private final Function<KernelModule, Value> structs;
    private final Function<KernelModule, @Nullable DebugFile> finder;
    private final Map<Long, File> files = new ConcurrentSkipListMap<>();
    private final Set<Long> sought = new HashSet<>();
    private final List<LayoutSource> dumpTypes = new CopyOnWriteArrayList<>();
    private final List<File> replaced = new CopyOnWriteArrayList<>();
    private final Map<DumpLayout, Map<Long, Optional<LayoutSource>>> found = new ConcurrentHashMap<>();

    private record File(DebugFile file, List<LayoutSource> sources) {}

    /**
     * Makes the set of sources; nothing is looked for yet.
     *
     * @param kernel the kernel's own sources
     * @param structs gives a module's {@code struct module}
     */
    public ModuleLayouts(KernelLayouts kernel, Function<KernelModule, Value> structs) {
        this(kernel, structs, module -> null);
    }

    /**
     * Makes the set of sources; nothing is looked for yet.
     *
     * @param kernel the kernel's own sources
     * @param structs gives a module's {@code struct module}
     * @param finder looks for a module's file when it is first needed
     */
    public ModuleLayouts(
            KernelLayouts kernel,
            Function<KernelModule, Value> structs,
            Function<KernelModule, @Nullable DebugFile> finder) {
        this.kernel = kernel;
        this.structs = structs;
        this.finder = finder;
    }

    /**
     * Uses a file for a module, in place of the one used before, and takes it over. The other stays open: types that it gave are
     * read on when they are looked at.
     */
    public void load(KernelModule module, DebugFile file) {
        List<LayoutSource> sources = file.load(new LoadMap(0, module.sections(), module.name()));
        File before = files.put(module.address(), new File(file, sources));
        if (before != null) {
            replaced.add(before);
        }
    }

    /** Looks for a module's file unless that was done or there is one; returns whether there is one now. */
    public boolean findFile(KernelModule module) {
        if (files.containsKey(module.address())) {
            return true;
        }
        synchronized (sought) {
            if (sought.add(module.address())) {
                DebugFile file = finder.apply(module);
                if (file != null) {
                    load(module, file);
                }
            }
        }
        return files.containsKey(module.address());
    }

    /** Returns the file that is used for a module. */
    public @Nullable DebugFile file(KernelModule module) {
        File file = files.get(module.address());
        return file == null ? null : file.file();
    }

    /**
     * Returns a module's sources of one part, best first. Symbols of a file replace those of the dump, which are the same or
     * fewer; unwind tables and types in the dump come first, as for the kernel.
     */
    public List<LayoutSource> sources(KernelModule module, Part part) {
        List<LayoutSource> list = new ArrayList<>();
        if (part == Part.UNWIND || part == Part.TYPES) {
            search(module, part, list);
        } else if (part == Part.LINES) {
            findFile(module);
        }
        File file = files.get(module.address());
        if (file != null) {
            for (LayoutSource source : file.sources()) {
                if (KernelLayouts.has(source, part)) {
                    list.add(source);
                }
            }
        }
        if (list.isEmpty() && (part == Part.SYMBOLS || part == Part.LINES)) {
            search(module, part, list);
        }
        return list;
    }

    /** Returns the sources of all files that were loaded, and those with types that were read from the dump. */
    public List<LayoutSource> known() {
        List<LayoutSource> list = new ArrayList<>(dumpTypes);
        for (File file : files.values()) {
            list.addAll(file.sources());
        }
        return list;
    }

    /** Returns the sources with types among {@link #known()}. */
    public List<LayoutSource> knownTypes() {
        if (dumpTypes.isEmpty() && files.isEmpty()) {
            return List.of();
        }
        List<LayoutSource> list = known();
        list.removeIf(source -> source.types() == null);
        return list;
    }

    private void search(KernelModule module, Part part, List<LayoutSource> into) {
        for (DumpLayout service : kernel.services()) {
            if (!service.parts().contains(part)) {
                continue;
            }
            Map<Long, Optional<LayoutSource>> ofService =
                    found.computeIfAbsent(service, key -> new ConcurrentHashMap<>());
            Optional<LayoutSource> source = ofService.get(module.address());
            if (source == null) {
                source = Optional.ofNullable(find(service, module));
                Optional<LayoutSource> other = ofService.putIfAbsent(module.address(), source);
                if (other == null && source.isPresent() && source.get().types() != null) {
                    dumpTypes.add(source.get());
                }
                source = other != null ? other : source;
            }
            if (source.isPresent() && KernelLayouts.has(source.get(), part)) {
                into.add(source.get());
            }
        }
    }

    private @Nullable LayoutSource find(DumpLayout service, KernelModule module) {
        try {
            return service.findModule(kernel.context(), module, structs.apply(module));
        } catch (FaultException | MissingTypeException e) {
            return null;
        }
    }

    @Override
    public void close() {
        for (Map<Long, Optional<LayoutSource>> ofService : found.values()) {
            ofService.values().forEach(source -> source.ifPresent(LayoutSource::close));
        }
        for (File file : files.values()) {
            close(file);
        }
        replaced.forEach(ModuleLayouts::close);
    }

    private static void close(File file) {
        for (LayoutSource source : file.sources()) {
            source.close();
        }
        file.file().close();
    }
}
