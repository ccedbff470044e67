package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.types.MissingTypeException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where x86's ORC tables lie (include/asm-generic/vmlinux.lds.h, ORC_UNWIND_TABLE): {@code .orc_unwind_ip}, distances of 32 bits to places in
 * the code, in their order; and right behind it {@code .orc_unwind}, a row of six bytes for each. No other part of the image has as many
 * such distances that ascend (code that was given back or copied elsewhere has rows, too, but no names); and the unwinder refers to both tables.
 *
 * @param name the symbol at a table's beginning or end
 * @param place how many bytes of the tables lie before the symbol, for each place in the code
 */
record OrcRule(String name, int place) implements Rule {
    static final OrcRule FIRST = new OrcRule("__start_orc_unwind_ip", 0);
    private static final int LEAST = 10_000;
    /** The tables do not lie beside the code. */
    private static final int NEAREST = 1 << 16;
    /** The functions into which compilers put the reading of the table. */
    private static final List<String> READERS =
            List.of("orc_find", "orc_find.part.0", "__orc_find", "unwind_next_frame");

    @Override
    public Outcome find(Evidence evidence) {
        if (place != 0) {
            long start = evidence.variable(FIRST.name());
            long count = count(evidence, start);
            return Outcome.found(
                    start + count * place,
                    "behind " + (place == 4 ? "the places" : "the rows") + " of " + count + " rows that begin at "
                            + FIRST.name());
        }
        Set<Long> references = references(evidence);
        if (references.isEmpty()) {
            return Outcome.missing("the kernel has no function that reads ORC tables");
        }
        for (Words part : evidence.words()) {
            for (int at = part.length() & 3; at + 4 * LEAST <= part.length(); at += 4) {
                int count = count(evidence, part, at);
                long start = part.address(at);
                if (count >= LEAST && references.contains(start) && references.contains(start + 4L * count)) {
                    return Outcome.found(
                            start,
                            count
                                    + " distances to places in the code, in their order, and the unwinder refers to both ends");
                }
                at += 4 * Math.max(0, count - 1);
            }
        }
        return Outcome.missing(
                "no " + LEAST + " distances to places in the code, in their order, to whose ends the unwinder refers");
    }

    private static Set<Long> references(Evidence evidence) {
        Set<Long> all = new HashSet<>();
        for (String reader : READERS) {
            try {
                all.addAll(evidence.references(reader));
            } catch (MissingTypeException e) {
                // Not every compiler makes each of them.
            }
        }
        return all;
    }

    private static long count(Evidence evidence, long start) {
        for (Words part : evidence.words()) {
            int at = part.index(start);
            if (at >= 0) {
                return count(evidence, part, at);
            }
        }
        return 0;
    }

    /** Returns how many distances from an index on lead to ascending places in the code. */
    private static int count(Evidence evidence, Words part, int from) {
        long before = 0;
        int count = 0;
        for (int at = from; at + 4 <= part.length(); at += 4) {
            int distance = part.i32(at);
            long place = part.address(at) + distance;
            // Rows begin with two numbers of 16 bits, of which the second is mostly 0.
            boolean near = distance > -NEAREST && distance < NEAREST;
            if (near
                    || Long.compareUnsigned(place, before) < 0
                    || !evidence.image().contains(place)) {
                break;
            }
            before = place;
            count++;
        }
        return count;
    }
}
