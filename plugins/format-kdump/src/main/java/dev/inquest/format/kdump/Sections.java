package dev.inquest.format.kdump;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Bytes;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.ElfNotes;
import dev.inquest.api.image.VmcoreInfo;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sub header points at beside the pages.
 *
 * @param notes the ELF notes, per-CPU registers among them, and one with what was erased
 * @param vmcoreInfo VMCOREINFO, from its own place or from among the notes
 * @param eraseInfo what makedumpfile was told to erase, one line each; empty when nothing was
 * @param remarks what could not be read of these
 */
record Sections(List<ElfNote> notes, @Nullable VmcoreInfo vmcoreInfo, String eraseInfo, List<String> remarks) {
    private static final int MAXIMUM_TEXT = 1 << 20;

    static Sections read(ByteSource source, KdumpHeader header) {
        List<String> remarks = new ArrayList<>();
        MemorySegment notesBytes =
                bytes(source, header.notes(), Integer.MAX_VALUE, "Notes with the CPUs' registers", remarks);
        List<ElfNote> notes = new ArrayList<>();
        if (notesBytes != null) {
            notes.addAll(ElfNotes.parse(notesBytes, header.order()));
        }
        MemorySegment text = bytes(source, header.vmcoreInfo(), MAXIMUM_TEXT, "VMCOREINFO", remarks);
        for (ElfNote note : notes) {
            if (text == null
                    && note.name().equals("VMCOREINFO")
                    && note.description().byteSize() <= MAXIMUM_TEXT) {
                text = note.description();
            }
        }
        MemorySegment erased = bytes(source, header.eraseInfo(), MAXIMUM_TEXT, "The list of erased data", remarks);
        if (erased != null) {
            notes.add(new ElfNote(ElfNote.ERASE_INFO, 0, erased));
        }
        return new Sections(
                List.copyOf(notes),
                text == null ? null : VmcoreInfo.parse(string(text)),
                erased == null ? "" : string(erased),
                List.copyOf(remarks));
    }

    private static @Nullable MemorySegment bytes(
            ByteSource source, KdumpHeader.Extent extent, int maximum, String what, List<String> remarks) {
        if (extent.size() == 0 || extent.offset() == 0) {
            return null;
        }
        if (extent.size() < 0
                || extent.size() > maximum
                || extent.offset() < 0
                || extent.offset() > source.size() - extent.size()) {
            remarks.add(what + " cannot be read: the header places them at offset "
                    + Long.toUnsignedString(extent.offset()) + " with " + Long.toUnsignedString(extent.size())
                    + " bytes, the file has " + source.size() + ".");
            return null;
        }
        try {
            return source.slice(extent.offset(), extent.size());
        } catch (IndexOutOfBoundsException e) {
            remarks.add(what + " cannot be read: the file has a hole there.");
            return null;
        }
    }

    private static String string(MemorySegment text) {
        return new String(Bytes.copy(text), StandardCharsets.UTF_8);
    }
}
