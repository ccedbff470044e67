package dev.inquest.debuginfo.file;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.AddressIndex;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.elf.Relocation;
import dev.inquest.debuginfo.orc.OrcFormat;
import dev.inquest.debuginfo.orc.OrcTable;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The ORC tables of an x86_64 file: {@code .orc_unwind_ip}, {@code .orc_unwind} and from 6.3 {@code .orc_header}
 * (arch/x86/kernel/unwind_orc.c). The build sorts those of a kernel from 5.6 on (scripts/sorttable.c); a kernel before that sorts them
 * when it starts, and a module's are sorted when it is loaded, so that these are sorted here.
 */
final class OrcSource implements LayoutSource {
    private static final int ROW = 6;
    private static final int SAMPLES = 1024;

    private final ElfFile file;
    private final Placement placement;
    private final ElfSection ips;
    private final ElfSection rows;
    private final @Nullable LayoutSource btf;
    private final String describe;
    private boolean opened;
    private @Nullable UnwindSource unwind;

    private OrcSource(
            ElfFile file,
            Placement placement,
            ElfSection ips,
            ElfSection rows,
            @Nullable LayoutSource btf,
            String describe) {
        this.file = file;
        this.placement = placement;
        this.ips = ips;
        this.rows = rows;
        this.btf = btf;
        this.describe = describe;
    }

    /**
     * Looks for the tables; null when the file has none.
     *
     * @param btf the kernel's types, which tell the form of the rows where no header does; may be null
     */
    static @Nullable OrcSource of(ElfFile file, Placement placement, @Nullable LayoutSource btf, String describe) {
        ElfSection ips = file.section(".orc_unwind_ip");
        ElfSection rows = file.section(".orc_unwind");
        if (ips == null || rows == null || !ips.inFile() || !rows.inFile() || ips.size() < 4) {
            return null;
        }
        return new OrcSource(file, placement, ips, rows, btf, describe);
    }

    @Override
    public String describe() {
        return describe;
    }

    @Override
    public synchronized @Nullable UnwindSource unwind() {
        if (!opened) {
            opened = true;
            try {
                unwind = open();
            } catch (MalformedException e) {
                unwind = null;
            }
        }
        return unwind;
    }

    private @Nullable UnwindSource open() throws MalformedException {
        ByteBuffer table = file.data(rows);
        ElfSection header = file.section(".orc_header");
        TypeSource types = btf == null ? null : btf.types();
        Type entry = types == null ? null : types.find(TypeSource.Kind.STRUCT, "orc_entry");
        OrcFormat format = OrcFormat.recognise(
                entry,
                header == null || !header.inFile() ? null : MemorySegment.ofBuffer(file.data(header)),
                MemorySegment.ofBuffer(table));
        if (format == null) {
            return null;
        }
        // The numbers are distances from where each of them lies, so that a kernel's move does not change them.
        long address = ips.address() + placement.map().bias();
        ByteBuffer distances = file.data(ips);
        if (placement.relocatable()) {
            address = placement.placed(ips.index()) ? placement.base(ips.index()) : 0;
            distances = Relocation.apply(file, ips, placement);
        } else if (sorted(distances)) {
            return OrcTable.ofSections(
                    MemorySegment.ofBuffer(distances), address, MemorySegment.ofBuffer(table), format);
        }
        return sort(distances, address, table, format);
    }

    /** Looks at places all over the table; where objects were only strung together, many of them are out of order. */
    private static boolean sorted(ByteBuffer distances) {
        int count = distances.limit() / 4;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < SAMPLES; i++) {
            int at = (int) ((long) i * count / SAMPLES) * 4;
            long address = at + (long) distances.getInt(at);
            if (address < last) {
                return false;
            }
            last = address;
        }
        return true;
    }

    private @Nullable UnwindSource sort(ByteBuffer distances, long address, ByteBuffer table, OrcFormat format) {
        int count = Math.min(distances.limit() / 4, table.limit() / ROW);
        long[] addresses = new long[count];
        int[] numbers = new int[count];
        int used = 0;
        for (int i = 0; i < count; i++) {
            long target = address + i * 4L + distances.getInt(i * 4);
            // Rows for a module's section that was not loaded lead nowhere.
            if (placement.covers(target) || placement.covers(target - 1)) {
                addresses[used] = target;
                numbers[used++] = i;
            }
        }
        AddressIndex index = AddressIndex.of(addresses, numbers, used);
        if (used == 0 || index.key(used - 1) - index.key(0) > Integer.MAX_VALUE) {
            return null;
        }
        long base = index.key(0);
        ByteBuffer sortedDistances = ByteBuffer.allocate(used * 4).order(file.order());
        ByteBuffer sortedRows = ByteBuffer.allocate(used * ROW).order(file.order());
        for (int i = 0; i < used; i++) {
            sortedDistances.putInt(i * 4, (int) (index.key(i) - base - i * 4L));
            sortedRows.put(i * ROW, table, index.value(i) * ROW, ROW);
        }
        return OrcTable.ofSections(
                MemorySegment.ofBuffer(sortedDistances), base, MemorySegment.ofBuffer(sortedRows), format);
    }
}
