package dev.inquest.debuginfo.fakes;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a dump offers to those who look for layouts; remarks are kept. */
public final class FakeContext implements DumpLayout.Context {
    private final Memory memory;
    private final List<String> remarks = new ArrayList<>();
    private final List<LayoutSource> files = new ArrayList<>();
    private final Map<String, Type> structs = new HashMap<>();
    private final Map<String, Long> symbols = new HashMap<>();
    private @Nullable VmcoreInfo vmcoreInfo;
    private final List<SymbolSource> sources = new ArrayList<>();
    private final List<TypeSource> types = new ArrayList<>();
    private @Nullable ArchSession machine;
    private String architecture = "x86_64";

    public FakeContext(Memory memory) {
        this.memory = memory;
    }

    public FakeContext symbol(String name, long address) {
        symbols.put(name, address);
        return this;
    }

    public FakeContext struct(String tag, Type type) {
        structs.put(tag, type);
        return this;
    }

    public FakeContext vmcoreInfo(String text) {
        vmcoreInfo = VmcoreInfo.parse(text);
        return this;
    }

    public FakeContext file(LayoutSource file) {
        files.add(file);
        return this;
    }

    public FakeContext source(SymbolSource source) {
        sources.add(source);
        return this;
    }

    public FakeContext types(TypeSource source) {
        types.add(source);
        return this;
    }

    public FakeContext machine(ArchSession session) {
        machine = session;
        return this;
    }

    public FakeContext architecture(String name) {
        architecture = name;
        return this;
    }

    public List<String> remarks() {
        return remarks;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public @Nullable VmcoreInfo vmcoreInfo() {
        return vmcoreInfo;
    }

    @Override
    public long bias() {
        return 0;
    }

    @Override
    public @Nullable ArchSession machine() {
        return machine;
    }

    @Override
    public List<TypeSource> types() {
        return types;
    }

    @Override
    public List<SymbolSource> symbols() {
        if (!sources.isEmpty()) {
            return sources;
        }
        return List.of(new SymbolSource() {
            @Override
            public List<Symbol> byName(String name) {
                Long address = symbols.get(name);
                return address == null ? List.of() : List.of(new Symbol(name, address, 0, 'T', null, "fake"));
            }

            @Override
            public @Nullable Symbol at(long address) {
                return null;
            }

            @Override
            public void forEach(Consumer<Symbol> action) {}
        });
    }

    @Override
    public List<LayoutSource> files() {
        return files;
    }

    @Override
    public @Nullable Type findType(TypeSource.Kind kind, String name) {
        for (TypeSource source : types) {
            Type type = source.find(kind, name);
            if (type != null) {
                return type;
            }
        }
        return kind == TypeSource.Kind.STRUCT ? structs.get(name) : null;
    }

    @Override
    public String architecture() {
        return architecture;
    }

    @Override
    public void remark(String sentence) {
        remarks.add(sentence);
    }
}
