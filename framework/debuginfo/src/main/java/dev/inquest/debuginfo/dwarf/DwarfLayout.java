package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.elf.SupplementLink;
import dev.inquest.debuginfo.index.IndexStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The DWARF of a placed file. The sections are found when a part is first asked for. */
public final class DwarfLayout implements LayoutSource {
    private final DebugSections sections;
    private final IndexStore store;
    private final Placement placement;
    private final @Nullable LayoutSource complete;
    private final String describe;
    private final Supplier<@Nullable ElfFile> supplement;
    private volatile @Nullable Dwarf shared;
    private volatile @Nullable Parts parts;

    /** What was found; null where the file has none of it or it is damaged. */
    private record Parts(
            @Nullable TypeSource types,
            @Nullable LineSource lines,
            @Nullable VariableSource variables,
            @Nullable UnwindSource unwind) {}

    private DwarfLayout(
            DebugSections sections,
            Placement placement,
            @Nullable LayoutSource complete,
            Supplier<@Nullable ElfFile> supplement,
            String describe,
            IndexStore store) {
        this.supplement = supplement;
        this.sections = sections;
        this.store = store;
        this.placement = placement;
        this.complete = complete;
        this.describe = describe;
    }

    /**
     * Makes a source of what a file's debug sections tell. Nothing is read.
     *
     * @param file the file
     * @param placement where it lies at run time
     * @param complete types of the same file that need no index, for those that a unit only declares; null when there are none
     * @param supplement gives the supplementary file, or null when there is none or it is missing
     * @param describe the name for users
     */
    public static DwarfLayout of(
            ElfFile file,
            Placement placement,
            @Nullable LayoutSource complete,
            Supplier<@Nullable ElfFile> supplement,
            String describe) {
        // An index would depend on whether the supplementary file was there.
        IndexStore store = SupplementLink.of(file) == null
                ? Indices.store(file, placement, System.getenv(), Indices.WORTHWHILE)
                : IndexStore.NONE;
        return new DwarfLayout(new DebugSections(file, placement), placement, complete, supplement, describe, store);
    }

    /** Makes a source without a supplementary file, whose index is kept in a certain place. */
    static DwarfLayout of(
            ElfFile file, Placement placement, @Nullable LayoutSource complete, String describe, IndexStore store) {
        return new DwarfLayout(new DebugSections(file, placement), placement, complete, () -> null, describe, store);
    }

    /** Returns the name for users, and in brackets what the file lacks because it lies in others. */
    @Override
    public String describe() {
        SupplementLink link = SupplementLink.of(sections.file());
        if (link != null && supplement.get() == null) {
            return describe + " (without the shared parts in " + link.path() + ")";
        }
        String split = SplitUnits.firstFile(sections);
        return split == null
                ? describe
                : describe + " (split: types and variables are in " + split + " and the like, which are not read; BTF"
                        + " or a build without CONFIG_DEBUG_INFO_SPLIT has them)";
    }

    private @Nullable Dwarf shared() {
        Dwarf ready = shared;
        ElfFile file = ready == null ? supplement.get() : null;
        if (file != null) {
            synchronized (this) {
                try {
                    ready = new Dwarf(
                            new DebugSections(file, Placement.of(file, LoadMap.kernel(0))),
                            IndexStore.NONE,
                            () -> null);
                    shared = ready;
                } catch (MalformedException e) {
                    return null;
                }
            }
        }
        return ready;
    }

    @Override
    public @Nullable TypeSource types() {
        return parts().types();
    }

    @Override
    public @Nullable LineSource lines() {
        return parts().lines();
    }

    @Override
    public @Nullable VariableSource variables() {
        return parts().variables();
    }

    @Override
    public @Nullable UnwindSource unwind() {
        return parts().unwind();
    }

    /**
     * Visits all lines and functions of the file.
     *
     * @param visitor receives them, at runtime addresses
     * @param progress told of how far it has come, and asked whether to stop
     * @throws MalformedException when the file has no such sections
     */
    public void visitCode(CodeVisitor visitor, Progress progress) throws MalformedException {
        CodeScan.run(new Dwarf(sections, store, this::shared), visitor, progress);
    }

    private Parts parts() {
        Parts ready = parts;
        if (ready == null) {
            synchronized (this) {
                ready = parts;
                if (ready == null) {
                    ready = find();
                    parts = ready;
                }
            }
        }
        return ready;
    }

    private Parts find() {
        TypeSource types = null;
        LineSource lines = null;
        VariableSource variables = null;
        FrameTable frames = frames();
        try {
            if (sections.find(DebugSection.INFO) != null && sections.find(DebugSection.ABBREV) != null) {
                Dwarf dwarf = new Dwarf(sections, store, this::shared);
                UnitCodes units = new UnitCodes(dwarf);
                DwarfTypes typed = new DwarfTypes(dwarf, units, new Indices(dwarf, units, frames), complete);
                types = typed;
                lines = new DwarfLines(dwarf, units);
                variables = new DwarfVariables(dwarf, units, typed.reader());
            }
        } catch (MalformedException e) {
            types = null;
        }
        return new Parts(types, lines, variables, frames);
    }

    private @Nullable FrameTable frames() {
        int addressSize = sections.file().wide() ? 8 : 4;
        try {
            Cursor frames = sections.find(DebugSection.FRAME);
            if (frames != null) {
                return new FrameTable(frames, false, 0, sections.bias(), addressSize, store);
            }
            ElfSection handling = sections.file().section(".eh_frame");
            if (handling == null || !handling.inFile() || handling.size() == 0) {
                return null;
            }
            Cursor in = sections.find(handling);
            long address = handling.address();
            if (placement.relocatable()) {
                address = placement.placed(handling.index()) ? placement.base(handling.index()) : 0;
            }
            return in == null ? null : new FrameTable(in, true, address, sections.bias(), addressSize, store);
        } catch (MalformedException e) {
            return null;
        }
    }
}
