package dev.inquest.format.elf;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.ElfNotes;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.progress.Progress;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Opens ELF core files that hold physical memory: /proc/vmcore and copies of it (fs/proc/vmcore.c), the ELF output of
 * makedumpfile, and QEMU's {@code dump-guest-memory} (dump/dump.c). A vmlinux is an ELF file of another type and is not
 * taken.
 */
@Component(service = DumpFormat.class)
public final class ElfDumpFormat implements DumpFormat {
    private static final String NAME = "ELF";
    private static final int DEFAULT_PAGE_SIZE = 4096;
    private static final int LARGEST_PAGE_SIZE = 1 << 20;
    private static final int MAXIMUM_VMCOREINFO = 1 << 20;
    private static final int NT_AUXV = 6;
    /** More CPUs than Linux can have; headers may name the same notes over and over. */
    private static final int MAXIMUM_NOTES = 1 << 16;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int probe(ByteSource source) {
        try {
            return ElfHeader.isCore(source) ? 100 : 0;
        } catch (IndexOutOfBoundsException e) {
            return 0;
        }
    }

    @Override
    public DumpImage open(List<ByteSource> sources, Progress progress) throws OpenException {
        ByteSource source = sources.getFirst();
        if (sources.size() != 1) {
            throw new OpenException(sources.get(1).name() + ": a second dump beside " + source.name()
                    + "; ELF dumps do not come in parts, give one of them");
        }
        ElfHeader header = ElfHeader.read(source);
        List<String> remarks = new ArrayList<>();
        List<ElfNote> notes = notes(source, header, remarks);
        MemoryMap map = MemoryMap.of(header.programHeaders(), source.size());
        rejectOthers(source, map, notes);
        boolean complete = map.missingBytes() == 0 && header.missingHeaders() == 0;
        if (header.missingHeaders() > 0) {
            remarks.add("The file is cut short inside its headers: " + header.missingHeaders()
                    + " program headers are missing.");
        }
        if (map.missingBytes() > 0) {
            remarks.add("The file is cut short: it has " + source.size() + " bytes, and " + map.missingBytes()
                    + " bytes of memory that its headers tell of are missing.");
        }
        notes.stream()
                .filter(note -> note.name().equals(ElfNote.ERASE_INFO))
                .map(note -> text(note).strip())
                .filter(text -> !text.isEmpty())
                .map(text -> "Data was erased from the dump: "
                        + String.join("; ", text.lines().limit(8).toList()))
                .forEach(remarks::add);
        VmcoreInfo info = vmcoreInfo(notes);
        boolean partial = false;
        for (DumpImage.Segment segment : map.segments()) {
            partial |= segment.fileSize() < segment.size();
        }
        DumpFacts facts = new DumpFacts(
                NAME,
                OptionalInt.empty(),
                complete,
                partial,
                number(info, "CRASHTIME"),
                null,
                OptionalInt.empty(),
                List.copyOf(remarks));
        Machine machine = new Machine(header.machine(), header.order());
        return new ElfDumpImage(source, facts, machine, pageSize(info), map, List.copyOf(notes), info);
    }

    private static void rejectOthers(ByteSource source, MemoryMap map, List<ElfNote> notes) throws OpenException {
        for (ElfNote note : notes) {
            if (note.name().equals("CORE") && note.type() == NT_AUXV) {
                throw new OpenException(
                        source.name() + ": a core file of a user process, not of a kernel; use gdb for it");
            }
        }
        if (map.segments().isEmpty()) {
            throw new OpenException(
                    source.name()
                            + ": an ELF core file without any memory (no PT_LOAD with a physical address); copy the dump again");
        }
    }

    private static List<ElfNote> notes(ByteSource source, ElfHeader header, List<String> remarks) {
        List<ElfNote> notes = new ArrayList<>();
        boolean whole = true;
        for (ElfHeader.ProgramHeader segment : header.programHeaders()) {
            if (segment.type() != ElfHeader.PT_NOTE || segment.fileSize() == 0 || notes.size() >= MAXIMUM_NOTES) {
                continue;
            }
            long available = segment.offset() < 0 ? 0 : Math.min(source.size() - segment.offset(), segment.fileSize());
            whole &= available == segment.fileSize();
            if (available > 0) {
                try {
                    notes.addAll(ElfNotes.parse(source.slice(segment.offset(), available), header.order()));
                } catch (IndexOutOfBoundsException e) {
                    whole = false;
                }
            }
        }
        if (!whole) {
            remarks.add("Notes are cut off: registers of CPUs or VMCOREINFO may be missing.");
        }
        return notes;
    }

    private static @Nullable VmcoreInfo vmcoreInfo(List<ElfNote> notes) {
        for (ElfNote note : notes) {
            long size = note.description().byteSize();
            if (note.name().equals("VMCOREINFO") && size > 0 && size <= MAXIMUM_VMCOREINFO) {
                return VmcoreInfo.parse(text(note));
            }
        }
        return null;
    }

    private static String text(ElfNote note) {
        long size = Math.min(note.description().byteSize(), MAXIMUM_VMCOREINFO);
        return new String(note.description().asSlice(0, size).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private static int pageSize(@Nullable VmcoreInfo info) {
        long size = number(info, "PAGESIZE");
        boolean plausible = size >= DEFAULT_PAGE_SIZE && size <= LARGEST_PAGE_SIZE && Long.bitCount(size) == 1;
        return plausible ? (int) size : DEFAULT_PAGE_SIZE;
    }

    private static long number(@Nullable VmcoreInfo info, String key) {
        String value = info == null ? null : info.get(key).orElse(null);
        if (value == null) {
            return 0;
        }
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
