package dev.inquest.debuginfo.bundle;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a bundle everything that can be asked, as the program does: it may refuse to open, and types may be missing. */
final class Everything {
    private static final int MOST = 400;

    private Everything() {}

    static void ask(String name, byte[] bytes) {
        DebugFile file;
        try {
            file = Bundles.open(name, bytes);
        } catch (OpenException e) {
            if (e.getMessage() == null || !e.getMessage().startsWith(name)) {
                throw new IllegalStateException("the message does not name the file: " + e.getMessage());
            }
            return;
        }
        ask(file, LoadMap.kernel(0));
        for (DebugFile module : file.modules()) {
            ask(module, new LoadMap(0, Map.of(".text", 0xffffffffc0100000L), module.moduleName()));
        }
    }

    private static void ask(DebugFile file, LoadMap map) {
        file.release();
        file.linkAddress("linux_banner");
        for (LayoutSource source : file.load(map)) {
            List<Long> addresses = new ArrayList<>();
            SymbolSource symbols = source.symbols();
            TypeSource types = source.types();
            if (symbols != null) {
                symbols.forEach(symbol -> {
                    if (addresses.size() < MOST) {
                        addresses.add(symbol.address());
                        symbols.byName(symbol.name());
                        symbols.at(symbol.address() + 1);
                        if (types != null) {
                            describe(types.variable(symbol.name()));
                            describe(types.function(symbol.name(), symbol.address(), true));
                        }
                    }
                });
            }
            addresses.add(0xffffffffc0100010L);
            addresses.add(0xffffffff81000010L);
            if (types != null) {
                types(types);
            }
            LineSource lines = source.lines();
            UnwindSource unwind = source.unwind();
            for (long address : addresses) {
                if (lines != null) {
                    lines.positions(address + 3);
                }
                if (unwind != null) {
                    unwind.row(address + 3);
                }
            }
        }
    }

    private static void types(TypeSource types) {
        types.enumerator("NO_SUCH_CONSTANT");
        for (TypeSource.Kind kind : TypeSource.Kind.values()) {
            List<String> names = new ArrayList<>();
            types.forEachName(kind, name -> {
                if (names.size() < MOST) {
                    names.add(name);
                }
            });
            for (String name : names) {
                describe(types.find(kind, name));
            }
        }
    }

    private static void describe(@org.jspecify.annotations.Nullable Type type) {
        try {
            if (type != null) {
                type.size();
                type.spelling();
                type.bare();
                Comparison.describe(type);
            }
        } catch (MissingTypeException e) {
            // What is damaged is missing.
        }
    }
}
