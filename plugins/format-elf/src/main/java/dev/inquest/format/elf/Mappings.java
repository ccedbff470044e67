package dev.inquest.format.elf;

import dev.inquest.api.image.DumpImage.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which virtual addresses memory has, by the segments that are known of it. Where several tell of the same memory, as those of the direct map and
 * of the kernel's text do, the larger one counts; the others become segments of their own over the same bytes of the file.
 */
final class Mappings {
    private final List<Segment> segments = new ArrayList<>();
    private final TreeSet<Long> borders = new TreeSet<>();

    Mappings(List<Segment> known) {
        for (Segment segment : known) {
            if (segment.virtual() != 0 && segment.size() > 0) {
                segments.add(segment);
                borders.add(segment.physical());
                borders.add(segment.physical() + segment.size());
            }
        }
        segments.sort((one, other) -> Long.compare(other.size(), one.size()));
    }

    /** Returns the virtual address of a physical one, or 0 when it is not known. */
    long virtual(long physical) {
        for (Segment segment : segments) {
            if (contains(segment, physical)) {
                return physical - segment.physical() + segment.virtual();
            }
        }
        return 0;
    }

    /** Returns the first address behind {@code physical} at which the mapping may change, or {@link Long#MAX_VALUE}. */
    long change(long physical) {
        Long border = borders.higher(physical);
        return border == null ? Long.MAX_VALUE : border;
    }

    /** Returns the segments that give memory another address than {@link #virtual} does, cut to what was written. */
    List<Loads.Load> others(List<Loads.Load> written) {
        List<Loads.Load> others = new ArrayList<>();
        for (Segment segment : segments) {
            for (Loads.Load load : written) {
                long from = Math.max(load.physical(), segment.physical());
                long to = Math.min(load.end(), segment.physical() + segment.size());
                if (from < to) {
                    long virtual = from - segment.physical() + segment.virtual();
                    if (virtual != virtual(from)) {
                        long skipped = from - load.physical();
                        long fileSize = Math.clamp(load.fileSize() - skipped, 0, to - from);
                        long offset = load.offset() + Math.min(skipped, load.fileSize());
                        others.add(new Loads.Load(from, virtual, offset, fileSize, to - from));
                    }
                }
            }
        }
        return others;
    }

    private static boolean contains(Segment segment, long physical) {
        return physical >= segment.physical() && physical - segment.physical() < segment.size();
    }
}
