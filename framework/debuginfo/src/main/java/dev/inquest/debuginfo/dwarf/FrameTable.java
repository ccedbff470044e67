package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.debuginfo.data.AddressIndex;
import dev.inquest.debuginfo.data.Boundaries;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.index.IndexFile;
import dev.inquest.debuginfo.index.IndexStore;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Call frame information of {@code .debug_frame} (DWARF 5, section 6.4) or {@code .eh_frame} (LSB 5.0, section 10.6).
 *
 * <pre>
 * section := (length:u32 | 0xffffffff length:u64) (cie | fde) …
 * cie     := id:offset (all ones; 0 in .eh_frame) version:u8 augmentation:string [address_size:u8 segment_size:u8]  version 4
 *            code_alignment:uleb data_alignment:sleb return_register:(u8 in version 1 | uleb)
 *            [size:uleb data]  augmentation 'z…'     instructions
 * fde     := cie:offset start length [size:uleb data] instructions
 *            .eh_frame: cie is the distance back to it, start and length have the encoding that 'R' names
 * </pre>
 *
 * The ranges of all FDEs are sorted when the first row is asked for.
 */
final class FrameTable implements UnwindSource, Boundaries {
    private final Cursor section;
    private final boolean exceptionHandling;
    private final long sectionAddress;
    private final long bias;
    private final int addressSize;
    private final IndexStore store;
    private volatile @Nullable AddressIndex index;

    /**
     * A table.
     *
     * @param section the section
     * @param exceptionHandling whether it has the form of {@code .eh_frame}
     * @param sectionAddress the address of the section, as linked or, for a module, at run time
     * @param bias what is added to its addresses to get runtime addresses
     * @param addressSize bytes of an address
     * @param store where the file's index is kept
     */
    FrameTable(
            Cursor section,
            boolean exceptionHandling,
            long sectionAddress,
            long bias,
            int addressSize,
            IndexStore store) {
        this.section = section;
        this.exceptionHandling = exceptionHandling;
        this.sectionAddress = sectionAddress;
        this.bias = bias;
        this.addressSize = addressSize;
        this.store = store;
    }

    private Cursor cursor() {
        return new Cursor(section.where(), section.data());
    }

    @Override
    public @Nullable UnwindRow row(long pc) {
        long address = pc - bias;
        AddressIndex sorted = index();
        int found = sorted.floor(address);
        // Of several FDEs that begin at one address (a module's sections that are not loaded) any may cover it.
        for (int i = found; i >= 0 && i > found - 8 && sorted.key(i) == sorted.key(found); i--) {
            try {
                FrameEntry entry = entry(sorted.value(i));
                if (entry != null && Long.compareUnsigned(address - entry.start(), entry.length()) < 0) {
                    return FrameProgram.row(entry, address);
                }
            } catch (MalformedException e) {
                return null;
            }
        }
        return null;
    }

    @Override
    public void forEachBoundary(LongConsumer action) {
        AddressIndex sorted = index();
        for (int i = 0; i < sorted.size(); i++) {
            try {
                FrameEntry entry = entry(sorted.value(i));
                if (entry != null) {
                    action.accept(entry.start() + bias);
                    action.accept(entry.start() + entry.length() + bias);
                    FrameProgram.forEachLocation(entry, location -> action.accept(location + bias));
                }
            } catch (MalformedException e) {
                // An entry that is damaged gives no rows.
            }
        }
    }

    /** Returns where the entries are, by their first addresses. */
    AddressIndex index() {
        AddressIndex ready = index;
        if (ready == null) {
            synchronized (this) {
                ready = index;
                if (ready == null) {
                    ready = stored();
                    if (ready == null) {
                        ready = scan();
                        keep(ready);
                    }
                    index = ready;
                }
            }
        }
        return ready;
    }

    private @Nullable AddressIndex stored() {
        IndexFile kept = store.open();
        LongBuffer starts = kept == null ? null : kept.longs(IndexFile.Section.FRAME_STARTS);
        IntBuffer offsets = kept == null ? null : kept.ints(IndexFile.Section.FRAME_OFFSETS);
        return starts == null || offsets == null ? null : AddressIndex.sorted(starts, offsets);
    }

    /**
     * Keeps the places of the entries where no index is kept yet, for those who look up no name, as {@code bt} does; who does keeps all of it
     * in place of this.
     */
    private void keep(AddressIndex entries) {
        if (store.keeps() && store.open() == null) {
            store.save(Map.of(
                    IndexFile.Section.FRAME_STARTS, entries.keys(), IndexFile.Section.FRAME_OFFSETS, entries.values()));
        }
    }

    private AddressIndex scan() {
        long[] starts = new long[1024];
        int[] offsets = new int[1024];
        int count = 0;
        Cursor in = cursor();
        try {
            FrameEntry.Common common = null;
            while (!in.atEnd()) {
                int begin = in.position();
                FrameEntry.Header header = FrameEntry.Header.read(in, exceptionHandling);
                if (header.end() == in.position()) {
                    continue;
                }
                if (!header.common()) {
                    if (common == null || common.offset() != header.commonOffset()) {
                        common =
                                FrameEntry.Common.read(cursor(), header.commonOffset(), exceptionHandling, addressSize);
                    }
                    if (count == starts.length) {
                        starts = Arrays.copyOf(starts, count * 2);
                        offsets = Arrays.copyOf(offsets, count * 2);
                    }
                    starts[count] = FrameEntry.pointer(in, common.encoding(), sectionAddress, addressSize);
                    offsets[count++] = begin;
                }
                in.seek(header.end());
            }
        } catch (MalformedException e) {
            return AddressIndex.of(starts, offsets, count);
        }
        return AddressIndex.of(starts, offsets, count);
    }

    private @Nullable FrameEntry entry(int offset) throws MalformedException {
        Cursor in = cursor().seek(offset);
        FrameEntry.Header header = FrameEntry.Header.read(in, exceptionHandling);
        if (header.common()) {
            return null;
        }
        FrameEntry.Common common =
                FrameEntry.Common.read(cursor(), header.commonOffset(), exceptionHandling, addressSize);
        in.limit(header.end());
        return FrameEntry.read(in, common, sectionAddress, addressSize);
    }
}
