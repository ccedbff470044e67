package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Lists of the kernel: rings of {@code struct list_head}, a pointer to the next and one to the one before. */
final class Lists {
    private static final int MOST = 1 << 16;

    private Lists() {}

    /** Returns the other nodes of a ring, in order; null when it is none: each node's neighbours must say so, too. */
    static @Nullable List<Long> others(Memory memory, long node) {
        List<Long> nodes = new ArrayList<>();
        try {
            long before = node;
            long at = memory.pointer(node);
            while (at != node) {
                if (nodes.size() == MOST || (at & 7) != 0 || memory.pointer(at + memory.pointerSize()) != before) {
                    return null;
                }
                nodes.add(at);
                before = at;
                at = memory.pointer(at);
            }
            return memory.pointer(node + memory.pointerSize()) == before ? nodes : null;
        } catch (FaultException e) {
            return null;
        }
    }

    /** Returns whether a ring is the head of a list whose entries all pass; an empty one is a list, too. */
    static @Nullable List<Long> entries(Memory memory, long head, long offset, LongPredicate right) {
        List<Long> nodes = others(memory, head);
        if (nodes == null) {
            return null;
        }
        List<Long> entries = new ArrayList<>(nodes.size());
        for (long node : nodes) {
            entries.add(node - offset);
            try {
                if (!right.test(node - offset)) {
                    return null;
                }
            } catch (FaultException e) {
                return null;
            }
        }
        return entries;
    }
}
