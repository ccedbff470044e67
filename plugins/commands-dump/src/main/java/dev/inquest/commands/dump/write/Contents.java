package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.commands.dump.DumpLevel;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts together what goes into the headers of a written dump. */
final class Contents {
    /** {@code __START_KERNEL_map} (arch/x86/include/asm/page_64_types.h). */
    private static final long X86_TEXT = 0xffff_ffff_8000_0000L;

    private final DumpImage image;
    private final @Nullable Kernel kernel;
    private final Selection selection;

    Contents(DumpImage image, @Nullable Kernel kernel, Selection selection) {
        this.image = image;
        this.kernel = kernel;
        this.selection = selection;
    }

    /** Returns the contents of the file with the pages from {@code first} to before {@code end}. */
    DumpContents part(long first, long end, PageCompression compression, boolean elf, int threads) {
        DumpFacts facts = image.facts();
        VmcoreInfo info = vmcoreInfo();
        // A level that nobody knows stays so when nothing was asked: ELF dumps have none.
        boolean known = facts.dumpLevel().isPresent() || selection.level() != 0 || selection.sourceLacks() == 0;
        return new DumpContents(
                image,
                notes(info),
                selection.memory(),
                selection.kept(),
                withoutZeros(elf),
                first,
                end,
                known ? OptionalInt.of(selection.level()) : OptionalInt.empty(),
                uts(facts),
                crashTime(facts, info),
                physicalBase(info),
                elf ? segments() : image.segments(),
                compression,
                threads);
    }

    /** In an ELF dump pages of zeros are there or not; those that the source has stay where nothing was to be left out. */
    private boolean withoutZeros(boolean elf) {
        return (selection.level() & DumpLevel.ZERO) != 0 && !(elf && selection.everything());
    }

    private @Nullable VmcoreInfo vmcoreInfo() {
        VmcoreInfo told = image.vmcoreInfo().orElse(null);
        return told == null && kernel != null ? kernel.arch().vmcoreInfo() : told;
    }

    /** The notes, with VMCOREINFO as one of them where it was found elsewhere: other readers need it. */
    private List<ElfNote> notes(@Nullable VmcoreInfo info) {
        List<ElfNote> notes = new ArrayList<>(image.notes());
        boolean has = notes.stream().anyMatch(note -> note.name().equals("VMCOREINFO"));
        if (!has && info != null) {
            byte[] text = info.text().getBytes(StandardCharsets.UTF_8);
            notes.add(new ElfNote("VMCOREINFO", 0, MemorySegment.ofArray(text).asReadOnly()));
        }
        return notes;
    }

    private DumpFacts.@Nullable Uts uts(DumpFacts facts) {
        DumpFacts.Uts uts = facts.uts();
        if (uts == null && kernel != null) {
            try {
                return kernel.uts();
            } catch (RuntimeException e) {
                // Not in the dump; the writer does with what VMCOREINFO tells.
                return null;
            }
        }
        return uts;
    }

    private static long crashTime(DumpFacts facts, @Nullable VmcoreInfo info) {
        if (facts.crashTimeSeconds() != 0 || info == null) {
            return facts.crashTimeSeconds();
        }
        try {
            return Long.parseLong(info.get("CRASHTIME").orElse("0").strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What makedumpfile has in {@code phys_base} of the sub header: the kernel's own word, the source's header, or the page tables'. */
    private long physicalBase(@Nullable VmcoreInfo info) {
        if (info != null) {
            String key = image.machine().elfMachine() == Machine.EM_AARCH64 ? "PHYS_OFFSET" : "phys_base";
            OptionalLong told = info.number(key);
            if (told.isPresent()) {
                return told.getAsLong();
            }
        }
        for (Row header : image.headers()) {
            if (header.get("phys_base") instanceof Address base) {
                return base.value();
            }
        }
        if (kernel != null && image.machine().elfMachine() == Machine.EM_X86_64) {
            OptionalLong text = kernel.address("_text");
            try {
                if (text.isPresent()) {
                    return kernel.arch().kernel().physical(text.getAsLong()) - (text.getAsLong() - X86_TEXT);
                }
            } catch (FaultException e) {
                return 0;
            }
        }
        return 0;
    }

    /** The ranges of memory with their addresses in the direct map, where the source does not tell them. */
    private List<DumpImage.Segment> segments() {
        if (!image.segments().isEmpty() || kernel == null) {
            return image.segments();
        }
        List<DumpImage.Segment> segments = new ArrayList<>();
        PageFrames memory = selection.memory();
        for (long pfn = memory.next(0); pfn < memory.end(); ) {
            long end = memory.nextAbsent(pfn);
            long physical = pfn * image.pageSize();
            long size = (end - pfn) * image.pageSize();
            segments.add(new DumpImage.Segment(
                    physical, kernel.arch().directMap(physical).orElse(0), size, size));
            pfn = memory.next(end);
        }
        return segments;
    }
}
