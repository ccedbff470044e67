package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.debuginfo.data.MalformedException;
import org.jspecify.annotations.Nullable;

/** What a placed kernel or module of a layout bundle offers. A part is opened when it is first asked for; a damaged one is missing. */
final class BundleSource implements LayoutSource {
    private final BundleFile file;
    private final int module;
    private final BundleDebugFile.Shared shared;
    private final BundlePlacement placement;
    private final String describe;
    private final Part<BundleTypes> types = new Part<>(this::openTypes);
    private final Part<BundleSymbols> symbols = new Part<>(this::openSymbols);
    private final Part<BundleLines> lines = new Part<>(this::openLines);
    private final Part<BundleUnwind> unwind = new Part<>(this::openUnwind);

    BundleSource(BundleFile file, int module, Identity identity, BundleDebugFile.Shared shared, LoadMap map) {
        this.file = file;
        this.module = module;
        this.shared = shared;
        this.placement = new BundlePlacement(identity, map);
        this.describe = "layout bundle " + file.name().substring(file.name().lastIndexOf('/') + 1);
    }

    private interface Opening<T> {
        @Nullable
        T open() throws MalformedException;
    }

    private static final class Part<T> {
        private final Opening<T> opening;
        private boolean opened;
        private @Nullable T part;

        Part(Opening<T> opening) {
            this.opening = opening;
        }

        synchronized @Nullable T get() {
            if (!opened) {
                opened = true;
                try {
                    part = opening.open();
                } catch (MalformedException e) {
                    part = null;
                }
            }
            return part;
        }
    }

    @Override
    public String describe() {
        return describe;
    }

    @Override
    public @Nullable TypeSource types() {
        return types.get();
    }

    @Override
    public @Nullable SymbolSource symbols() {
        return symbols.get();
    }

    @Nullable
    BundleSymbols found() {
        return symbols.get();
    }

    @Override
    public @Nullable LineSource lines() {
        return lines.get();
    }

    @Override
    public @Nullable UnwindSource unwind() {
        return unwind.get();
    }

    private @Nullable BundleTypes openTypes() throws MalformedException {
        TypeMaker maker = shared.maker();
        if (maker == null) {
            return null;
        }
        return new BundleTypes(
                maker,
                file.index(Format.TYPE_NAMES, module),
                file.blocks(Format.VARIABLES, module),
                file.index(Format.VARIABLE_NAMES, module),
                file.blocks(Format.FUNCTION_TYPES, module),
                placement);
    }

    private @Nullable BundleSymbols openSymbols() throws MalformedException {
        Blocks blocks = file.blocks(Format.SYMBOLS, module);
        NameIndex names = file.index(Format.SYMBOL_NAMES, module);
        return blocks == null || names == null ? null : new BundleSymbols(blocks, names, placement, describe);
    }

    private @Nullable BundleLines openLines() throws MalformedException {
        Blocks rows = file.blocks(Format.LINES, module);
        Blocks functions = file.blocks(Format.FUNCTIONS, module);
        if (rows == null && functions == null) {
            return null;
        }
        Blocks files = file.blocks(Format.FILES, 0);
        Blocks names = file.blocks(Format.FUNCTION_NAMES, 0);
        return new BundleLines(
                rows,
                functions,
                files == null ? null : new Texts(files),
                names == null ? null : new Texts(names),
                placement);
    }

    private @Nullable BundleUnwind openUnwind() throws MalformedException {
        Blocks blocks = file.blocks(Format.UNWIND, module);
        Blocks rows = file.blocks(Format.UNWIND_ROWS, 0);
        return blocks == null || rows == null ? null : new BundleUnwind(blocks, rows, placement);
    }
}
