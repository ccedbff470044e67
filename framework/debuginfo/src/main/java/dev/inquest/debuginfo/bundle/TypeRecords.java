package dev.inquest.debuginfo.bundle;

import dev.inquest.api.types.MissingTypeException;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** The records of all types by their numbers from 1; each begins with its length and its kind. */
final class TypeRecords {
    private static final int LONGEST_CHAIN = 64;
    private static final int DEEPEST = 128;
    private static final int MOST = 1 << 20;

    private final String describe;
    private final Blocks blocks;
    /** How many structs each contains by value, itself included; 0 while that is being counted. */
    private final Map<Integer, Integer> weights = new HashMap<>();

    TypeRecords(String describe, Blocks blocks) {
        this.describe = describe;
        this.blocks = blocks;
    }

    int count() {
        return blocks.records();
    }

    /** Returns a cursor behind the length of a record, which ends with it. */
    Cursor record(int id) throws MalformedException {
        int number = blocks.blockOf(id - 1);
        if (id < 1 || number < 0) {
            throw new MalformedException("type " + id + " does not exist");
        }
        Blocks.Block block = blocks.block(number);
        int[] starts;
        if (block.parsed() instanceof int[] known) {
            starts = known;
        } else {
            starts = starts(block.cursor());
            block.keep(starts);
        }
        int index = id - 1 - blocks.first(number);
        if (index >= starts.length - 1) {
            throw new MalformedException("type " + id + " is missing from its block");
        }
        Cursor in = block.cursor().seek(starts[index]);
        long length = in.uleb();
        return in.limit(in.position() + length);
    }

    /**
     * Goes over the types of all blocks that are in order, until {@code visit} returns false. What the head says of their number is not
     * relied on, since in a damaged file that may be any.
     */
    void forEach(IntPredicate visit) {
        for (int number = 0; number < blocks.count(); number++) {
            int inside;
            try {
                inside = starts(blocks.block(number).cursor()).length - 1;
            } catch (MalformedException e) {
                continue;
            }
            for (int i = 0; i < inside; i++) {
                if (!visit.test(blocks.first(number) + i + 1)) {
                    return;
                }
            }
        }
    }

    private static int[] starts(Cursor in) throws MalformedException {
        int[] starts = new int[256];
        int count = 0;
        while (!in.atEnd()) {
            if (count + 2 > starts.length) {
                starts = java.util.Arrays.copyOf(starts, count * 2 + 2);
            }
            starts[count++] = in.position();
            in.skip(in.uleb());
        }
        starts[count] = in.position();
        return java.util.Arrays.copyOf(starts, count + 1);
    }

    MissingTypeException damaged(int id, String what) {
        return new MissingTypeException(describe + " is damaged: type " + id + " " + what);
    }

    /** Returns the type whose size a type has or multiplies, or -1 when it has one of its own. */
    private int next(int id) throws MalformedException {
        Cursor in = record(id);
        switch (in.u8()) {
            case Format.TYPEDEF -> in.skip(in.uleb());
            case Format.QUALIFIED -> in.skip(1);
            case Format.ARRAY -> in.skipLeb();
            default -> {
                return -1;
            }
        }
        return reference(in);
    }

    /** Reads the number of a type, 0 for void. */
    int reference(Cursor in) throws MalformedException {
        long id = in.uleb();
        if (id < 0 || id > count()) {
            throw in.malformed("refers to type " + Long.toUnsignedString(id) + ", which does not exist");
        }
        return (int) id;
    }

    /**
     * Makes sure that typedefs, qualifiers and array elements come to an end, on which the sizes of types rely.
     *
     * @throws MissingTypeException when they do not
     */
    void checkChain(int first) throws MalformedException {
        int id = first;
        for (int step = 0; step < LONGEST_CHAIN; step++) {
            if (id <= 0) {
                return;
            }
            id = next(id);
        }
        throw damaged(first, "does not come to an end");
    }

    /**
     * Makes sure that no struct contains itself, and that looking through what it contains comes to an end soon.
     *
     * @throws MissingTypeException when that is not so
     */
    synchronized void checkNesting(int id) throws MalformedException {
        if (!weights.containsKey(id)) {
            try {
                weigh(id, 0);
            } finally {
                weights.values().removeIf(weight -> weight == 0);
            }
        }
    }

    private int weigh(int id, int depth) throws MalformedException {
        Integer known = weights.get(id);
        if (known != null && known > 0) {
            return known;
        }
        if (known != null || depth > DEEPEST) {
            throw damaged(id, known != null ? "contains itself" : "is nested too deeply");
        }
        weights.put(id, 0);
        int weight = 1;
        for (int member : StructRecord.read(this, id).types) {
            int held = member;
            for (int step = 0; step < LONGEST_CHAIN && held > 0; step++) {
                int kind = record(held).u8();
                if (kind == Format.STRUCT || kind == Format.UNION) {
                    weight += weigh(held, depth + 1);
                    break;
                }
                held = next(held);
            }
            if (weight > MOST) {
                throw damaged(id, "contains too much");
            }
        }
        weights.put(id, weight);
        return weight;
    }
}
