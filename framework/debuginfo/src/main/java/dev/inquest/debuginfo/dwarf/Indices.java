package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.AddressIndex;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.Notes;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.index.IndexFile;
import dev.inquest.debuginfo.index.IndexStore;
import java.nio.Buffer;
import java.nio.IntBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indices of one file. Nothing is built before a name is looked for, and then it is taken from the user's cache, where it is. The index of
 * names is what costs time; when it is built, the others, which cost little, are kept with it.
 *
 * @param dwarf the entries
 * @param units the units by address
 * @param frames call frame information, or null when the file has none
 */
record Indices(Dwarf dwarf, UnitCodes units, @Nullable FrameTable frames) {

    /** Bytes of {@code .debug_info} from which on an index is worth keeping. */
    static final long WORTHWHILE = 8 << 20;

    /** Returns where a file's index is kept; modules, whose addresses differ from dump to dump, and small files have none. */
    static IndexStore store(ElfFile file, Placement placement, Map<String, String> environment, long worthwhile) {
        ElfSection info = file.section(DebugSection.INFO.sectionName());
        return placement.relocatable() || info == null || info.size() < worthwhile
                ? IndexStore.NONE
                : IndexStore.of(Notes.buildId(file).orElse(""), file.size(), "dwarf", environment);
    }

    /** Returns the index of names. */
    NameIndex names() {
        IndexFile kept = dwarf.store().open();
        NameIndex stored = kept == null ? null : NameIndex.of(dwarf, kept);
        if (stored != null) {
            return stored;
        }
        NameIndex built = NameIndex.build(dwarf);
        if (dwarf.store().keeps()) {
            dwarf.store().save(contents(built));
        }
        return built;
    }

    /** Returns the sections of an index file. */
    Map<IndexFile.Section, Buffer> contents(NameIndex names) {
        Map<IndexFile.Section, Buffer> contents = new EnumMap<>(IndexFile.Section.class);
        contents.put(IndexFile.Section.UNITS, IntBuffer.wrap(dwarf.unitOffsets()));
        contents.put(IndexFile.Section.NAME_KEYS, names.keys());
        contents.put(IndexFile.Section.NAME_OFFSETS, names.offsets());
        contents.put(IndexFile.Section.NAME_SLOTS, names.slots());
        try {
            RangeMap ranges = units.units().all();
            contents.put(IndexFile.Section.RANGE_STARTS, ranges.starts().keys());
            contents.put(IndexFile.Section.RANGE_UNITS, ranges.starts().values());
            contents.put(IndexFile.Section.RANGE_ENDS, ranges.ends());
        } catch (MalformedException e) {
            contents.remove(IndexFile.Section.RANGE_STARTS); // the file's own section serves, as far as it does
        }
        if (frames != null) {
            AddressIndex entries = frames.index();
            contents.put(IndexFile.Section.FRAME_STARTS, entries.keys());
            contents.put(IndexFile.Section.FRAME_OFFSETS, entries.values());
        }
        return contents;
    }
}
