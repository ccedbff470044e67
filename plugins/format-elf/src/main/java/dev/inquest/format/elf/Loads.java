package dev.inquest.format.elf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code PT_LOAD} headers of a dump that is being written, made from page frames in their order. Frames of which the file has nothing become
 * the end of a segment whose {@code p_memsz} is larger than its {@code p_filesz}; the next frame that the file has begins another segment.
 */
final class Loads {
    private final int pageSize;
    private final List<Load> done = new ArrayList<>();
    private @Nullable Load last;

    /**
     * A segment.
     *
     * @param physical first physical address
     * @param virtual its virtual address, 0 when not known
     * @param offset where in the file it begins
     * @param fileSize how many bytes the file has of it
     * @param memorySize how many bytes of memory it stands for
     */
    record Load(long physical, long virtual, long offset, long fileSize, long memorySize) {
        long end() {
            return physical + memorySize;
        }
    }

    Loads(int pageSize) {
        this.pageSize = pageSize;
    }

    /**
     * Adds page frames that the file has.
     *
     * @param first the first
     * @param end the first behind them
     * @param virtual the virtual address of the first, 0 when not known
     * @param offset where they lie in the file, behind all others
     */
    void data(long first, long end, long virtual, long offset) {
        long physical = first * pageSize;
        long size = (end - first) * pageSize;
        Load load = last;
        if (load != null && load.fileSize() == load.memorySize() && follows(load, physical, virtual)) {
            last = new Load(
                    load.physical(), load.virtual(), load.offset(), load.fileSize() + size, load.memorySize() + size);
        } else {
            begin(new Load(physical, virtual, offset, size, size));
        }
    }

    /** Adds page frames of which the file has nothing; {@code offset} is where it would have them. */
    void gap(long first, long end, long virtual, long offset) {
        long physical = first * pageSize;
        long size = (end - first) * pageSize;
        Load load = last;
        if (load != null && follows(load, physical, virtual)) {
            last = new Load(load.physical(), load.virtual(), load.offset(), load.fileSize(), load.memorySize() + size);
        } else {
            begin(new Load(physical, virtual, offset, 0, size));
        }
    }

    private static boolean follows(Load load, long physical, long virtual) {
        boolean sameMapping = load.virtual() == 0
                ? virtual == 0
                : virtual != 0 && virtual - load.virtual() == physical - load.physical();
        return load.end() == physical && sameMapping;
    }

    private void begin(Load load) {
        if (last != null) {
            done.add(last);
        }
        last = load;
    }

    /** Returns all segments so far. */
    List<Load> all() {
        List<Load> all = new ArrayList<>(done);
        if (last != null) {
            all.add(last);
        }
        return all;
    }

    /** Returns how many segments there are so far. */
    int count() {
        return done.size() + (last == null ? 0 : 1);
    }
}
