package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.elf.Relocation;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The debug sections of a placed file: decompressed, and for a module with the runtime addresses of its sections filled in, each
 * when it is first asked for. Safe for use by many threads.
 */
final class DebugSections {
    private final ElfFile file;
    private final Placement placement;
    private final ConcurrentMap<String, ByteBuffer> ready = new ConcurrentHashMap<>();

    DebugSections(ElfFile file, Placement placement) {
        this.file = file;
        this.placement = placement;
    }

    ElfFile file() {
        return file;
    }

    /** Returns what is added to an address of the sections to get a runtime address. */
    long bias() {
        return placement.relocatable() ? 0 : placement.map().bias();
    }

    /** Returns a cursor over a section, or null when the file has none. */
    @Nullable
    Cursor find(DebugSection section) throws MalformedException {
        ElfSection found = file.section(section.sectionName());
        found = found == null ? file.section(section.compressedName()) : found;
        return found == null ? null : find(found);
    }

    /** Returns a cursor over any section, relocated like the others. */
    @Nullable
    Cursor find(ElfSection section) throws MalformedException {
        if (!section.inFile()) {
            return null;
        }
        ByteBuffer data = ready.get(section.name());
        if (data == null) {
            synchronized (ready) {
                data = ready.get(section.name());
                if (data == null) {
                    data = placement.relocatable() ? Relocation.apply(file, section, placement) : file.data(section);
                    ready.put(section.name(), data);
                }
            }
        }
        return new Cursor(file.name() + " section " + section.name(), data);
    }

    /** Returns a cursor over a section that must be there. */
    Cursor get(DebugSection section) throws MalformedException {
        Cursor found = find(section);
        if (found == null) {
            throw new MalformedException(file.name() + " has no section " + section.sectionName());
        }
        return found;
    }
}
