package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.Placement;
import org.jspecify.annotations.Nullable;

/** The DWARF of a placed file. The sections are found when a part is first asked for. */
public final class DwarfLayout implements LayoutSource {
    private final DebugSections sections;
    private final Placement placement;
    private final @Nullable LayoutSource complete;
    private final String describe;
    private volatile @Nullable Parts parts;

    /** What was found; null where the file has none of it or it is damaged. */
    private record Parts(
            @Nullable TypeSource types,
            @Nullable LineSource lines,
            @Nullable VariableSource variables,
            @Nullable UnwindSource unwind) {}

    private DwarfLayout(DebugSections sections, Placement placement, @Nullable LayoutSource complete, String describe) {
        this.sections = sections;
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
     * @param describe the name for users
     */
    public static DwarfLayout of(ElfFile file, Placement placement, @Nullable LayoutSource complete, String describe) {
        return new DwarfLayout(new DebugSections(file, placement), placement, complete, describe);
    }

    @Override
    public String describe() {
        return describe;
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
        CodeScan.run(new Dwarf(sections), visitor, progress);
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
        try {
            if (sections.find(DebugSection.INFO) != null && sections.find(DebugSection.ABBREV) != null) {
                Dwarf dwarf = new Dwarf(sections);
                UnitCodes units = new UnitCodes(dwarf);
                DwarfTypes typed = new DwarfTypes(dwarf, complete);
                types = typed;
                lines = new DwarfLines(dwarf, units);
                variables = new DwarfVariables(dwarf, units, typed.reader());
            }
        } catch (MalformedException e) {
            types = null;
        }
        return new Parts(types, lines, variables, frames());
    }

    private @Nullable UnwindSource frames() {
        int addressSize = sections.file().wide() ? 8 : 4;
        try {
            Cursor frames = sections.find(DebugSection.FRAME);
            if (frames != null) {
                return new FrameTable(frames, false, 0, sections.bias(), addressSize);
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
            return in == null ? null : new FrameTable(in, true, address, sections.bias(), addressSize);
        } catch (MalformedException e) {
            return null;
        }
    }
}
