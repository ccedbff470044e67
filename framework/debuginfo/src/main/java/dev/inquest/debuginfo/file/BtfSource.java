package dev.inquest.debuginfo.file;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.debuginfo.btf.Btf;
import dev.inquest.debuginfo.btf.BtfException;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The types in a kernel's section {@code .BTF}, parsed when first asked for. A damaged section has no types. */
final class BtfSource implements LayoutSource {
    private final ElfFile file;
    private final ElfSection section;
    private final String describe;
    private boolean parsed;
    private @Nullable TypeSource types;

    BtfSource(ElfFile file, ElfSection section, String describe) {
        this.file = file;
        this.section = section;
        this.describe = describe;
    }

    @Override
    public String describe() {
        return describe;
    }

    @Override
    public synchronized @Nullable TypeSource types() {
        if (!parsed) {
            parsed = true;
            try {
                types = Btf.parse(MemorySegment.ofBuffer(file.data(section)), file.order(), describe);
            } catch (BtfException | MalformedException e) {
                types = null;
            }
        }
        return types;
    }
}
