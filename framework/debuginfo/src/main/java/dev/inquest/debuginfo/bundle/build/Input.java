package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.MappedFile;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.btf.Btf;
import dev.inquest.debuginfo.btf.BtfException;
import dev.inquest.debuginfo.bundle.Identity;
import dev.inquest.debuginfo.data.Boundaries;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.dwarf.DwarfLayout;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.SymbolTable;
import dev.inquest.debuginfo.file.ElfDebugFileFormat;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A vmlinux or module that a bundle is made of, placed at the addresses that it has in the bundle. */
final class Input implements AutoCloseable {
    private final DebugFile file;
    private final ElfFile elf;
    private final SymbolTable symbols;
    private final Sections sections;
    private final List<LayoutSource> sources;

    private Input(DebugFile file, ElfFile elf, SymbolTable symbols, Sections sections) {
        this.file = file;
        this.elf = elf;
        this.symbols = symbols;
        this.sections = sections;
        this.sources = file.load(sections.map(file.moduleName()));
    }

    static Input open(Path path, MappedFiles files, Unpacking unpacking) throws OpenException {
        MappedFile mapped = files.open(path);
        ByteSource source = unpacking.inside(mapped);
        ElfDebugFileFormat format = new ElfDebugFileFormat();
        if (!format.matches(source)) {
            boolean packed = packed(source);
            source.close();
            throw new OpenException(
                    path + (packed ? ": is packed; give it unpacked" : ": is neither a vmlinux nor a module"));
        }
        DebugFile file = format.open(source, Progress.NONE);
        try {
            ElfFile elf = ElfFile.open(source);
            SymbolTable symbols = SymbolTable.of(elf);
            if (symbols == null) {
                throw new OpenException(path + ": has no symbol table");
            }
            return new Input(file, elf, symbols, new Sections(elf));
        } catch (MalformedException e) {
            file.close();
            throw new OpenException(String.valueOf(e.getMessage()), e);
        } catch (OpenException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Returns whether a file begins as xz, gzip and zstd do. */
    private static boolean packed(ByteSource source) {
        if (source.size() < 4) {
            return false;
        }
        int head = source.slice(0, 4).asByteBuffer().getInt();
        return head == 0xfd377a58 || head >>> 16 == 0x1f8b || head == 0x28b52ffd;
    }

    DebugFile file() {
        return file;
    }

    Sections sections() {
        return sections;
    }

    SymbolTable symbols() {
        return symbols;
    }

    Identity identity() {
        return new Identity(
                file.moduleName(),
                file.buildId().orElse(""),
                file.release().orElse(""),
                file.machine(),
                elf.wide() ? 8 : 4,
                sections.parts());
    }

    @Nullable
    DwarfLayout dwarf() {
        for (LayoutSource source : sources) {
            if (source instanceof DwarfLayout dwarf) {
                return dwarf;
            }
        }
        return null;
    }

    /** Returns the types: of DWARF, which knows those of variables; of BTF where there is no DWARF; or null. */
    @Nullable
    TypeSource types() {
        DwarfLayout dwarf = dwarf();
        TypeSource types = dwarf == null ? null : dwarf.types();
        for (LayoutSource source : sources) {
            types = types == null ? source.types() : types;
        }
        return types;
    }

    /** Returns the types in a kernel's own BTF, from which those of modules go on; null when it has none. */
    @Nullable
    Btf kernelBtf() {
        ElfSection section = elf.section(".BTF");
        try {
            return section == null
                    ? null
                    : (Btf) Btf.parse(MemorySegment.ofBuffer(elf.data(section)), elf.order(), "BTF of " + file.name());
        } catch (BtfException | MalformedException e) {
            return null;
        }
    }

    /**
     * Returns the types in a module's BTF, or null when it has none that goes on from the kernel's. Modules that were built apart from a
     * kernel go on from a summary of their own ({@code .BTF.base}, since Linux 6.11).
     */
    @Nullable
    Btf moduleBtf(Btf kernel) {
        ElfSection section = elf.section(".BTF.base") == null ? elf.section(".BTF") : null;
        try {
            return section == null
                    ? null
                    : (Btf) Btf.parseSplit(
                            MemorySegment.ofBuffer(elf.data(section)), elf.order(), "BTF of " + file.name(), kernel);
        } catch (BtfException | MalformedException e) {
            return null;
        }
    }

    /** Returns the first table that can tell where its rows begin; ORC comes before DWARF. */
    @Nullable
    UnwindSource unwind() {
        for (LayoutSource source : sources) {
            UnwindSource unwind = source.unwind();
            if (unwind instanceof Boundaries) {
                return unwind;
            }
        }
        return null;
    }

    @Override
    public void close() {
        file.close();
    }
}
