package dev.inquest.debuginfo.file;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.data.Strings;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.Notes;
import dev.inquest.debuginfo.elf.SupplementLink;
import dev.inquest.debuginfo.elf.SymbolTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A vmlinux or a module, opened and not yet placed. */
final class ElfDebugFile implements DebugFile {
    private static final String BANNER = "Linux version ";

    private final ByteSource source;
    private final ElfFile file;
    private final SymbolTable symbols;
    private final boolean kernel;
    private volatile @Nullable ElfFile supplement;
    private volatile @Nullable ByteSource supplementSource;

    private ElfDebugFile(ByteSource source, ElfFile file, SymbolTable symbols, boolean kernel) {
        this.source = source;
        this.file = file;
        this.symbols = symbols;
        this.kernel = kernel;
    }

    static DebugFile open(ByteSource source) throws OpenException, MalformedException {
        ElfFile file = ElfFile.open(source);
        boolean module = file.type() == ElfFile.REL;
        if (file.type() != ElfFile.EXEC && file.type() != ElfFile.DYN && !module) {
            throw new OpenException(
                    source.name() + " is an ELF file of type " + file.type() + ", neither a kernel nor a module");
        }
        if (file.section(".debug_info.dwo") != null || file.section(".debug_cu_index") != null) {
            throw new OpenException(source.name()
                    + " holds split DWARF (.dwo, .dwp), which is not read: the kernel's BTF has its types, and a vmlinux that was"
                    + " built without CONFIG_DEBUG_INFO_SPLIT has all");
        }
        if (module && file.section(".modinfo") == null && file.section(".gnu.linkonce.this_module") == null) {
            throw new OpenException(source.name() + " is an object file, but not a kernel module");
        }
        SymbolTable symbols = SymbolTable.indexed(file, System.getenv());
        if (symbols == null) {
            throw new OpenException(
                    source.name() + " has no symbol table (it was stripped); give the file with debug information");
        }
        if (!module && symbols.first("linux_banner") == 0) {
            throw new OpenException(source.name() + " is not a Linux kernel: it has no symbol linux_banner");
        }
        return new ElfDebugFile(source, file, symbols, !module);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Machine machine() {
        return new Machine(file.machine(), file.order());
    }

    @Override
    public boolean kernel() {
        return kernel;
    }

    @Override
    public Optional<String> buildId() {
        return Notes.buildId(file);
    }

    @Override
    public Optional<String> release() {
        return Optional.ofNullable(kernel ? bannerRelease() : ModuleInfo.release(file));
    }

    private @Nullable String bannerRelease() {
        try {
            ByteBuffer banner = file.atAddress(symbols.value(symbols.first("linux_banner")), 256);
            String text = banner == null ? "" : Strings.at(banner, 0);
            if (!text.startsWith(BANNER)) {
                return null;
            }
            int end = text.indexOf(' ', BANNER.length());
            return end < 0 ? null : text.substring(BANNER.length(), end);
        } catch (MalformedException e) {
            return null;
        }
    }

    @Override
    public String moduleName() {
        return kernel ? "" : ModuleInfo.name(file);
    }

    @Override
    public OptionalLong linkAddress(String symbol) {
        int index = symbols.first(symbol);
        return index == 0 ? OptionalLong.empty() : OptionalLong.of(symbols.value(index));
    }

    @Override
    public boolean hasDebugInfo() {
        return file.section(".debug_info") != null || file.section(".zdebug_info") != null;
    }

    @Override
    public List<LayoutSource> load(LoadMap map) {
        return ElfLayoutSources.of(file, symbols, map, () -> supplement);
    }

    @Override
    public Optional<Supplement> missingSupplement() {
        SupplementLink link = supplement != null ? null : SupplementLink.of(file);
        return link == null ? Optional.empty() : Optional.of(new Supplement(link.path(), link.buildId()));
    }

    @Override
    public void supplement(ByteSource shared) throws OpenException {
        SupplementLink link = SupplementLink.of(file);
        if (link == null) {
            throw new OpenException(file.name() + " needs no supplementary file");
        }
        try {
            ElfFile opened = ElfFile.open(shared);
            String id = Notes.buildId(opened).orElseGet(() -> String.valueOf(SupplementLink.checksum(opened)));
            if (!id.equals(link.buildId())) {
                throw new OpenException(shared.name() + " has the build ID " + id + ", but " + file.name()
                        + " refers to one with " + link.buildId());
            }
            supplement = opened;
            supplementSource = shared;
        } catch (MalformedException e) {
            throw new OpenException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        ByteSource shared = supplementSource;
        if (shared != null) {
            shared.close();
        }
        source.close();
    }
}
