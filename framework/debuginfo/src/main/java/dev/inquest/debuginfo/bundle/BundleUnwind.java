package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import org.jspecify.annotations.Nullable;

/** The unwind table of a placed kernel or module. */
final class BundleUnwind implements UnwindSource {
    private final Blocks blocks;
    private final Blocks rows;
    private final BundlePlacement placement;

    BundleUnwind(Blocks blocks, Blocks rows, BundlePlacement placement) {
        this.blocks = blocks;
        this.rows = rows;
        this.placement = placement;
    }

    @Override
    public @Nullable UnwindRow row(long pc) {
        int section = placement.covering(pc);
        if (section < 0) {
            return null;
        }
        long address = placement.linked(section, pc);
        int number = blocks.floor(address, 0);
        if (number < 0) {
            return null;
        }
        try {
            int row = find(blocks.block(number).cursor(), address - blocks.key(number));
            return row == 0 ? null : read(row - 1);
        } catch (MalformedException e) {
            return null;
        }
    }

    /** Returns the number of the row that holds at a distance from the block's address; 0 for none. */
    private static int find(Cursor in, long distance) throws MalformedException {
        int count = LineBlock.count(in, 2);
        long at = 0;
        int index = -1;
        for (int i = 0; i < count; i++) {
            at += in.uleb();
            if (at <= distance) {
                index = i;
            }
        }
        for (int i = 0; i < index; i++) {
            in.skipLeb();
        }
        return index < 0 ? 0 : (int) in.uleb();
    }

    private @Nullable UnwindRow read(int record) throws MalformedException {
        int number = rows.blockOf(record);
        if (record < 0 || number < 0) {
            return null;
        }
        Cursor in = rows.block(number).cursor();
        for (int i = record - rows.first(number); i > 0; i--) {
            in.skip(in.uleb());
        }
        in.skipLeb();
        return UnwindRecord.read(in);
    }
}
