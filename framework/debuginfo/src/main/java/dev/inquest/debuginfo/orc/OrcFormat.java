package dev.inquest.debuginfo.orc;

import dev.inquest.api.types.Type;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Where the fields of {@code struct orc_entry} lie, and what its types are numbered. */
public record OrcFormat(int typeBits, int signalBit, int endBit) {

    /**
     * Recognises the format of a table.
     *
     * @param entry {@code struct orc_entry} as BTF or DWARF has it, or null when not known
     * @param header the bytes of {@code .orc_header}, or null when there is none
     * @param rows the bytes of {@code .orc_unwind}, for a last guess by its content; or null
     * @return the format, or null when it cannot be told
     */
    public static @Nullable OrcFormat recognise(
            @Nullable Type entry, @Nullable MemorySegment header, @Nullable MemorySegment rows) {
        return null;
    }
}
