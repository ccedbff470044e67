package dev.inquest.debuginfo.elf;

import dev.inquest.api.layout.LoadMap;
import java.util.List;

/**
 * Where the sections of a file lie at run time: moved by one bias (a linked file), or each at its own address (a relocatable
 * file).
 */
public final class Placement {
    private final boolean relocatable;
    private final LoadMap map;
    private final long[] bases;
    private final boolean[] placed;
    private final long[] sizes;
    private final long lowest;
    private final long highest;

    private Placement(boolean relocatable, LoadMap map, List<ElfSection> sections) {
        this.relocatable = relocatable;
        this.map = map;
        int count = sections.size();
        bases = new long[count];
        placed = new boolean[count];
        sizes = new long[count];
        long low = -1;
        long high = 0;
        for (int i = 0; i < count; i++) {
            ElfSection section = sections.get(i);
            sizes[i] = section.size();
            if (!section.allocated()) {
                continue;
            }
            if (relocatable) {
                Long base = map.sections().get(section.name());
                placed[i] = base != null;
                bases[i] = base == null ? 0 : base;
            } else {
                placed[i] = true;
                bases[i] = section.perCpuAtZero() ? 0 : map.bias();
                if (!section.perCpuAtZero()) {
                    long start = section.address();
                    low = Long.compareUnsigned(start, low) < 0 ? start : low;
                    long end = start + section.size();
                    high = Long.compareUnsigned(end, high) > 0 ? end : high;
                }
            }
        }
        lowest = low;
        highest = high;
    }

    /** Places a file. */
    public static Placement of(ElfFile file, LoadMap map) {
        return new Placement(file.type() == ElfFile.REL, map, file.sections());
    }

    /** Returns where the file was loaded. */
    public LoadMap map() {
        return map;
    }

    /** Returns whether each section has an address of its own. */
    public boolean relocatable() {
        return relocatable;
    }

    /** Returns the number of sections. */
    int sections() {
        return bases.length;
    }

    /** Returns whether a section has a runtime address. */
    public boolean placed(int section) {
        return section >= 0 && section < placed.length && placed[section];
    }

    /** Returns what is added to a value that belongs to a placed section, to get its runtime address. */
    public long base(int section) {
        return bases[section];
    }

    /** Returns the runtime address of an absolute symbol: it moves with the kernel if it lies inside the image. */
    long absolute(long value) {
        return insideImage(value) ? value + map.bias() : value;
    }

    private boolean insideImage(long linked) {
        return !relocatable && Long.compareUnsigned(linked, lowest) >= 0 && Long.compareUnsigned(linked, highest) < 0;
    }

    /** Returns whether a runtime address lies in a section that was placed. */
    public boolean covers(long address) {
        return covering(address) >= 0;
    }

    /**
     * Returns the section of a relocatable file that covers a runtime address, 0 for a linked file that covers it, and -1 when it
     * is not covered.
     */
    int covering(long address) {
        if (!relocatable) {
            return insideImage(address - map.bias()) ? 0 : -1;
        }
        for (int i = 1; i < bases.length; i++) {
            if (placed[i] && Long.compareUnsigned(address - bases[i], sizes[i]) < 0) {
                return i;
            }
        }
        return -1;
    }
}
