package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.LoadMap;
import java.util.List;

/** Turns runtime addresses into those of the file and back: all by one bias for a kernel, section by section for a module. */
final class BundlePlacement {
    private static final long NONE = Long.MIN_VALUE;

    private final LoadMap map;
    private final boolean kernel;
    private final Identity.Part[] sections;
    /** What is added to an address of the file; only where {@code placed}. */
    private final long[] shifts;

    private final boolean[] placed;
    private long lowest = -1;
    private long highest;

    BundlePlacement(Identity identity, LoadMap map) {
        this.map = map;
        this.kernel = identity.module().isEmpty();
        List<Identity.Part> parts = identity.sections();
        sections = parts.toArray(Identity.Part[]::new);
        shifts = new long[sections.length];
        placed = new boolean[sections.length];
        for (int i = 0; i < sections.length; i++) {
            Identity.Part part = sections[i];
            if (kernel) {
                placed[i] = !part.fixed();
                shifts[i] = map.bias();
                if (placed[i]) {
                    lowest = Long.compareUnsigned(part.address(), lowest) < 0 ? part.address() : lowest;
                    long end = part.address() + part.size();
                    highest = Long.compareUnsigned(end, highest) > 0 ? end : highest;
                }
            } else {
                Long base = map.sections().get(part.name());
                placed[i] = base != null;
                shifts[i] = base == null ? 0 : base - part.address();
            }
        }
    }

    LoadMap map() {
        return map;
    }

    /** Returns the number of the section that covers a runtime address, 0 for any place of a kernel; -1 for none. */
    int covering(long address) {
        if (kernel) {
            long linked = address - map.bias();
            return Long.compareUnsigned(linked, lowest) >= 0 && Long.compareUnsigned(linked, highest) < 0 ? 0 : -1;
        }
        for (int i = 0; i < sections.length; i++) {
            if (placed[i]
                    && Long.compareUnsigned(address - shifts[i] - sections[i].address(), sections[i].size()) < 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the file's address of a runtime address that a section covers. */
    long linked(int section, long address) {
        return address - (kernel ? map.bias() : shifts[section]);
    }

    /** Returns the lowest of the file's addresses in a section that {@link #covering} returned. */
    long begin(int section) {
        return kernel ? lowest : sections[section].address();
    }

    /** Returns whether something at one of the file's addresses is in memory. */
    boolean loaded(long linked) {
        return shift(linked) != NONE;
    }

    /** Returns the runtime address of something that is in memory. */
    long runtime(long linked) {
        return linked + shift(linked);
    }

    private long shift(long linked) {
        if (kernel) {
            return map.bias();
        }
        for (int i = 0; i < sections.length; i++) {
            // A symbol may stand for the end of a section.
            if (Long.compareUnsigned(linked - sections[i].address(), sections[i].size() + 1) < 0) {
                return placed[i] ? shifts[i] : NONE;
            }
        }
        return NONE;
    }
}
