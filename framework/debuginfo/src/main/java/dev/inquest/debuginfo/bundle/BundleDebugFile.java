package dev.inquest.debuginfo.bundle;

import dev.inquest.api.image.Machine;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The kernel or one of the modules of a layout bundle, not yet placed. */
final class BundleDebugFile implements DebugFile {
    private final BundleFile file;
    private final int module;
    private final Identity identity;
    private final Runnable closing;
    private final Shared shared;
    private volatile @Nullable List<DebugFile> modules;

    /** The types, which the kernel and its modules have in common. */
    static final class Shared {
        private final BundleFile file;
        private @Nullable TypeMaker maker;

        Shared(BundleFile file) {
            this.file = file;
        }

        synchronized @Nullable TypeMaker maker() throws MalformedException {
            if (maker == null) {
                Blocks blocks = file.blocks(Format.TYPES, 0);
                maker = blocks == null ? null : new TypeMaker(new TypeRecords(file.name(), blocks));
            }
            return maker;
        }
    }

    private BundleDebugFile(BundleFile file, int module, Identity identity, Shared shared, Runnable closing) {
        this.file = file;
        this.module = module;
        this.identity = identity;
        this.shared = shared;
        this.closing = closing;
    }

    /**
     * Makes the kernel of a file.
     *
     * @param closing called when it is closed
     */
    static BundleDebugFile kernel(BundleFile file, Runnable closing) throws MalformedException {
        Section section = file.section(Format.IDENTITY, 0);
        if (section == null) {
            throw MalformedException.at(file.name(), 0, "the layout bundle does not say which kernel it is of");
        }
        return new BundleDebugFile(file, 0, Identity.read(section), new Shared(file), closing);
    }

    @Override
    public List<DebugFile> modules() {
        List<DebugFile> ready = modules;
        if (ready == null) {
            List<DebugFile> list = new ArrayList<>();
            for (int number : module == 0 ? file.modules() : List.<Integer>of()) {
                Section section = number == 0 ? null : file.section(Format.IDENTITY, number);
                if (section != null) {
                    addModule(section, list);
                }
            }
            ready = List.copyOf(list);
            modules = ready;
        }
        return ready;
    }

    private void addModule(Section section, List<DebugFile> list) {
        try {
            list.add(new BundleDebugFile(file, section.module(), Identity.read(section), shared, () -> {}));
        } catch (MalformedException e) {
            // The others are in order; this one's debug information is then not to be had.
            return;
        }
    }

    @Override
    public String name() {
        return module == 0 ? file.name() : identity.module() + " in " + file.name();
    }

    @Override
    public Machine machine() {
        return identity.machine();
    }

    @Override
    public boolean kernel() {
        return module == 0;
    }

    @Override
    public Optional<String> buildId() {
        return identity.buildId().isEmpty() ? Optional.empty() : Optional.of(identity.buildId());
    }

    @Override
    public Optional<String> release() {
        return identity.release().isEmpty() ? Optional.empty() : Optional.of(identity.release());
    }

    @Override
    public String moduleName() {
        return identity.module();
    }

    @Override
    public OptionalLong linkAddress(String symbol) {
        BundleSymbols symbols = source(LoadMap.kernel(0)).found();
        return symbols == null ? OptionalLong.empty() : symbols.linkAddress(symbol);
    }

    @Override
    public boolean hasDebugInfo() {
        return file.section(Format.LINES, module) != null;
    }

    private BundleSource source(LoadMap map) {
        return new BundleSource(file, module, identity, shared, map);
    }

    @Override
    public List<LayoutSource> load(LoadMap map) {
        return List.of(source(map));
    }

    @Override
    public void close() {
        closing.run();
    }
}
