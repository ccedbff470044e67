package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.index.IndexStore;
import org.jspecify.annotations.Nullable;

/** Tells whether the entries of a file are elsewhere ({@code -gsplit-dwarf}; DWARF 5, section 3.1.2): what stays are lines and addresses. */
final class SplitUnits {
    private SplitUnits() {}

    /** Returns the name of the file with the entries of the first unit, or null when they are in the file itself. */
    static @Nullable String firstFile(DebugSections sections) {
        try {
            Cursor info = sections.find(DebugSection.INFO);
            if (info == null || info.atEnd() || sections.find(DebugSection.ABBREV) == null) {
                return null;
            }
            Dwarf dwarf = new Dwarf(sections, IndexStore.NONE, () -> null);
            Unit unit = dwarf.unitAt(0);
            Die root = dwarf.die(unit, unit.root());
            String name = root.string(At.DWO_NAME);
            return name == null ? root.string(At.GNU_DWO_NAME) : name;
        } catch (MalformedException e) {
            return null;
        }
    }
}
