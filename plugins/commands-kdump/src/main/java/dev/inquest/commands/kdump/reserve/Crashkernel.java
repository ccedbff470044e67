package dev.inquest.commands.kdump.reserve;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One {@code crashkernel=} of a kernel's command line (kernel/crash_reserve.c, Documentation/admin-guide/kdump/kdump.rst, 6.16).
 *
 * <pre>
 * option := 'auto'                                 // Red Hat, RHEL 6 to 8
 *         | size ['@' offset] [',' ('high' | 'low' | 'cma')]
 *         | range (',' range)* ['@' offset]
 * range  := start '-' [end] ':' size               // start &lt;= memory &lt; end
 * </pre>
 *
 * @param text the option's value as written
 * @param auto whether the kernel chooses the size
 * @param ranges sizes by the machine's memory; a plain size is one range over everything
 * @param offset physical address where the memory must be, if one is given
 * @param place where it may be
 */
public record Crashkernel(String text, boolean auto, List<Range> ranges, OptionalLong offset, Place place) {

    /** Where the memory may be. */
    public enum Place {
        /** Wherever the kernel finds room. */
        ANY,
        /** Also above 4 GB. */
        HIGH,
        /** Below 4 GB, beside a reservation above. */
        LOW,
        /** In memory that user space may use until the crash (6.16). */
        CMA
    }

    /**
     * A size for machines with a certain amount of memory.
     *
     * @param start least memory in bytes
     * @param end memory in bytes from which the range does not count; {@link Long#MAX_VALUE} for no end
     * @param size bytes that are kept
     */
    public record Range(long start, long end, long size) {}

    /**
     * Reads an option's value.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static Crashkernel parse(String text) {
        if (text.equals("auto")) {
            return new Crashkernel(text, true, List.of(), OptionalLong.empty(), Place.ANY);
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("crashkernel= has no value");
        }
        String rest = text;
        Place place = Place.ANY;
        for (Place one : List.of(Place.HIGH, Place.LOW, Place.CMA)) {
            String suffix = "," + one.name().toLowerCase(java.util.Locale.ROOT);
            if (rest.endsWith(suffix)) {
                place = one;
                rest = rest.substring(0, rest.length() - suffix.length());
            }
        }
        OptionalLong offset = OptionalLong.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            offset = OptionalLong.of(Sizes.parse(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        List<Range> ranges = new ArrayList<>();
        if (rest.indexOf(':') < 0) {
            if (rest.indexOf(',') >= 0) {
                throw new IllegalArgumentException("'" + rest.substring(rest.indexOf(',') + 1)
                        + "' behind the comma is neither high, low nor cma");
            }
            ranges.add(new Range(0, Long.MAX_VALUE, Sizes.parse(rest)));
        } else {
            if (place != Place.ANY) {
                throw new IllegalArgumentException("high, low and cma take a plain size, not ranges");
            }
            for (String range : rest.split(",", -1)) {
                ranges.add(range(range));
            }
        }
        if (place != Place.ANY && offset.isPresent()) {
            throw new IllegalArgumentException("high, low and cma take no @offset");
        }
        return new Crashkernel(text, false, List.copyOf(ranges), offset, place);
    }

    private static Range range(String text) {
        int colon = text.indexOf(':');
        int dash = text.indexOf('-');
        if (colon < 0 || dash < 0 || dash > colon) {
            throw new IllegalArgumentException("'" + text + "' is no range START-[END]:SIZE");
        }
        long start = Sizes.parse(text.substring(0, dash));
        String end = text.substring(dash + 1, colon);
        Range range = new Range(
                start, end.isEmpty() ? Long.MAX_VALUE : Sizes.parse(end), Sizes.parse(text.substring(colon + 1)));
        if (range.end <= range.start) {
            throw new IllegalArgumentException("in '" + text + "' the range ends before it begins");
        }
        return range;
    }

    /** Returns the bytes that are kept on a machine with so much memory; 0 when no range fits. Not for {@link #auto}. */
    public long size(long memory) {
        for (Range range : ranges) {
            if (memory >= range.start && memory < range.end) {
                return range.size;
            }
        }
        return 0;
    }

    /** Returns the option in words. */
    public String words() {
        if (auto) {
            return "the kernel of RHEL 6 to 8 chooses the size; later ones and other distributions' do not know auto";
        }
        StringBuilder words = new StringBuilder();
        for (Range range : ranges) {
            words.append(words.isEmpty() ? "" : "; ")
                    .append(Sizes.words(range.size))
                    .append(" are kept");
            if (range.start > 0 && range.end == Long.MAX_VALUE) {
                words.append(" from ").append(Sizes.words(range.start)).append(" of memory on");
            } else if (range.end != Long.MAX_VALUE) {
                words.append(" with ")
                        .append(Sizes.words(range.start))
                        .append(" to ")
                        .append(Sizes.words(range.end))
                        .append(" of memory");
            }
        }
        offset.ifPresent(address -> words.append(", at the physical address 0x").append(Long.toHexString(address)));
        return words
                + switch (place) {
                    case ANY -> "";
                    case HIGH -> ", above 4 GB where there is room; some memory below is kept beside it";
                    case LOW -> ", below 4 GB, beside what ,high keeps";
                    case CMA -> ", which user processes may use until the crash";
                };
    }
}
