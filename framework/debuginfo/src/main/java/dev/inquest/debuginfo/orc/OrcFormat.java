package dev.inquest.debuginfo.orc;

import dev.inquest.api.image.Bytes;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The forms that rows have had, by the release that began each; see the package. Vendors' kernels have them under other releases. */
@Reads(
        value = "orc_entry",
        optional = {"sp_offset", "bp_offset", "sp_reg", "bp_reg", "type"},
        mayLack = true)
@Reads(
        value = "orc_entry",
        optional = {"end", "signal"},
        mayLack = true,
        since = "ffb1b4a41016 (6.3), fb799447ae29 (6.4)")
public enum OrcFormat {
    /** Types CALL, REGS and REGS_IRET; the stack ends where {@code sp_reg} is undefined. */
    V4_14(-1, -1, false),
    /** With {@code end}. */
    V4_18(-1, 10, false),
    /** With {@code signal}. */
    V6_3(10, 11, false),
    /** With types UNDEFINED and END_OF_STACK instead of {@code end}. */
    V6_4(11, -1, false),
    /** With registers numbered anew. */
    V7_1(11, -1, true);

    /** Bytes of a row. */
    static final int ROW = 6;

    private static final int SAMPLE = 2048;
    private static final String HASH_6_3 = "db84aed4103b31dd51e017f8f79783ca985c2c51";
    private static final String HASH_6_4 = "fe5d32bf581bd63b2ca9a5c65ba5a625eab3fe24";
    private static final String HASH_7_1 = "137c36ad7627c4dd55932176bb0ecdbd5041fc82";

    private final int signalBit;
    private final int endBit;
    private final boolean renumbered;

    OrcFormat(int signalBit, int endBit, boolean renumbered) {
        this.signalBit = signalBit;
        this.endBit = endBit;
        this.renumbered = renumbered;
    }

    /** Returns the bit of {@code signal}, or -1. */
    int signalBit() {
        return signalBit;
    }

    /** Returns the bit of {@code end}, or -1. */
    int endBit() {
        return endBit;
    }

    /** Returns whether {@code type} has three bits and says where the stack ends. */
    boolean typeTellsEnd() {
        return this == V6_4 || this == V7_1;
    }

    /** Returns whether registers have the numbers of 7.1. */
    boolean renumbered() {
        return renumbered;
    }

    /**
     * Recognises the format of a table: by a known hash, by the members of the struct and the registers in use, or by content alone.
     *
     * @param entry {@code struct orc_entry} as BTF or DWARF has it, or null when not known
     * @param header the bytes of {@code .orc_header}, or null when there is none
     * @param rows the bytes of {@code .orc_unwind} or a piece of it that holds whole rows; or null
     * @return the format, or null when it cannot be told. Without rows 7.1 is not told from 6.4
     */
    public static @Nullable OrcFormat recognise(
            @Nullable Type entry, @Nullable MemorySegment header, @Nullable MemorySegment rows) {
        OrcFormat known = header == null ? null : ofHash(header);
        if (known != null) {
            return known;
        }
        OrcFormat form = entry != null && entry.bare() instanceof StructType struct ? ofStruct(struct) : null;
        if (form != null) {
            if (form != V6_4 || rows == null) {
                return form;
            }
            // The struct is the same before and after 7.1: only the rows tell, where they are enough.
            OrcFormat numbering = ofContent(rows);
            return numbering == V6_4 || numbering == V7_1 ? numbering : null;
        }
        return rows == null ? null : ofContent(rows);
    }

    private static @Nullable OrcFormat ofHash(MemorySegment header) {
        if (header.byteSize() < 20) {
            return null;
        }
        String hash = HexFormat.of().formatHex(Bytes.copy(header.asSlice(0, 20)));
        return switch (hash) {
            case HASH_6_3 -> V6_3;
            case HASH_6_4 -> V6_4;
            case HASH_7_1 -> V7_1;
            default -> null;
        };
    }

    private static @Nullable OrcFormat ofStruct(StructType struct) {
        if (struct.size() != ROW
                || !at(struct, "sp_offset", 0, 0)
                || !at(struct, "bp_offset", 16, 0)
                || !at(struct, "sp_reg", 32, 4)
                || !at(struct, "bp_reg", 36, 4)) {
            return null;
        }
        for (OrcFormat format : values()) {
            boolean signal = struct.find("signal") != null;
            boolean end = struct.find("end") != null;
            if (at(struct, "type", 40, format.typeTellsEnd() ? 3 : 2)
                    && (format.signalBit < 0 ? !signal : at(struct, "signal", 32 + format.signalBit, 1))
                    && (format.endBit < 0 ? !end : at(struct, "end", 32 + format.endBit, 1))) {
                return format;
            }
        }
        return null;
    }

    private static boolean at(StructType struct, String member, int bit, int width) {
        StructType.Place place = struct.find(member);
        return place != null && place.bitOffset() == bit && place.bitFieldSize() == width;
    }

    /**
     * Tells by content. Most rows of any kernel are calls whose CFA is relative to the stack pointer; so one pair of
     * {@code type} and {@code sp_reg} prevails, and is another in each form. The forms up to 6.3 differ in whether bits 11 and
     * 10 are ever set.
     */
    private static @Nullable OrcFormat ofContent(MemorySegment segment) {
        ByteBuffer rows = Bytes.view(segment, ByteOrder.LITTLE_ENDIAN);
        int count = rows.limit() / ROW;
        int[] seen = new int[128];
        int step = Math.max(1, count / SAMPLE);
        int samples = 0;
        for (int i = 0; i < count; i += step) {
            seen[flags(rows, i) & 0xf | flags(rows, i) >>> 4 & 0x70]++;
            samples++;
        }
        int call64 = seen[2 << 4 | 5];
        int call71 = seen[2 << 4 | 3];
        int call = seen[5] + seen[4 << 4 | 5];
        int most = Math.max(call, Math.max(call64, call71));
        if (most == 0 || most * 3 < samples || Arrays.stream(seen).max().orElse(0) > most * 2) {
            return null;
        }
        if (most == call64) {
            return V6_4;
        }
        if (most == call71) {
            return V7_1;
        }
        int bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= flags(rows, i);
        }
        return (bits & 1 << 11) != 0 ? V6_3 : (bits & 1 << 10) != 0 ? V4_18 : V4_14;
    }

    private static int flags(ByteBuffer rows, int index) {
        return rows.getShort(index * ROW + 4) & 0xffff;
    }
}
