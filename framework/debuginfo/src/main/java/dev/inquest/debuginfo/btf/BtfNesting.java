package dev.inquest.debuginfo.btf;

import dev.inquest.api.types.MissingTypeException;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes sure that no struct contains itself, and that looking through anonymous members comes to an end soon. C cannot express either, but a
 * damaged section can, and those who look members up or print a struct would not return.
 */
final class BtfNesting {
    private static final int DEEPEST = 128;
    private static final int MOST = 1 << 20;

    private final BtfRecords records;
    /** How many structs each contains by value, itself included; 0 while that is being counted. */
    private final Map<Integer, Integer> weights = new HashMap<>();

    BtfNesting(BtfRecords records) {
        this.records = records;
    }

    /**
     * Checks one struct and all that it contains.
     *
     * @throws MissingTypeException when it is damaged
     */
    synchronized void check(int id) {
        if (!weights.containsKey(id)) {
            try {
                weigh(id, 0);
            } finally {
                weights.values().removeIf(weight -> weight == 0);
            }
        }
    }

    private int weigh(int id, int depth) {
        Integer known = weights.get(id);
        if (known != null && known > 0) {
            return known;
        }
        if (known != null || depth > DEEPEST) {
            throw new MissingTypeException(records.describe() + " is damaged: type " + id
                    + (known != null ? " contains itself" : " is nested too deeply"));
        }
        weights.put(id, 0);
        BtfRecords here = records.of(id);
        int weight = 1;
        for (int i = 0; i < here.vlen(id); i++) {
            int member = here.extra(id, i * 3 + 1);
            for (int step = 0; step < 64 && member > 0 && records.has(member); step++) {
                BtfRecords there = records.of(member);
                int kind = there.kind(member);
                if (kind == BtfKind.STRUCT || kind == BtfKind.UNION) {
                    weight += weigh(member, depth + 1);
                    break;
                }
                member = BtfTypes.next(there, member);
            }
            if (weight > MOST) {
                throw new MissingTypeException(records.describe() + " is damaged: type " + id + " contains too much");
            }
        }
        weights.put(id, weight);
        return weight;
    }
}
