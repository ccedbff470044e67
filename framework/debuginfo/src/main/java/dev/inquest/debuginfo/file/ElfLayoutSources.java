package dev.inquest.debuginfo.file;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.debuginfo.dwarf.DwarfLayout;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.ElfSymbols;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.elf.SymbolTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a placed file offers, best first. Nothing is read before it is asked for. */
final class ElfLayoutSources {
    private ElfLayoutSources() {}

    static List<LayoutSource> of(
            ElfFile file, SymbolTable symbols, LoadMap map, Supplier<@Nullable ElfFile> supplement) {
        Placement placement = Placement.of(file, map);
        String base = file.name().substring(file.name().lastIndexOf('/') + 1);
        List<LayoutSource> sources = new ArrayList<>();
        String describe = "symtab of " + base;
        sources.add(new SymbolLayout(describe, new ElfSymbols(symbols, placement, describe)));
        BtfSource btf = null;
        ElfSection types = file.section(".BTF");
        // A module's types only go on where those of its kernel end.
        if (types != null && types.inFile() && !placement.relocatable()) {
            btf = new BtfSource(file, types, "BTF of " + base);
            sources.add(btf);
        }
        // ORC before DWARF: objtool checked it, and it covers assembler code.
        OrcSource orc = OrcSource.of(file, placement, btf, "ORC of " + base);
        if (orc != null) {
            sources.add(orc);
        }
        if (file.section(".debug_info") != null || file.section(".zdebug_info") != null) {
            sources.add(DwarfLayout.of(file, placement, btf, supplement, "DWARF of " + base));
        }
        return List.copyOf(sources);
    }

    private record SymbolLayout(String describe, SymbolSource symbols) implements LayoutSource {}
}
