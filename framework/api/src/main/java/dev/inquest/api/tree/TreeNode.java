package dev.inquest.api.tree;

import java.util.List;

/**
 * A node of a tree.
 *
 * @param address its address
 * @param kind its type in words, for instance {@code "arange_64"}
 * @param first the first index below it
 * @param last the last index below it, as an unsigned number
 * @param slots what its slots hold, empty ones too
 * @param path the slots that lead from the root to it; empty for the root
 */
public record TreeNode(long address, String kind, long first, long last, List<Slot> slots, List<Integer> path) {
    /** Makes a node; the lists are copied. */
    public TreeNode {
        slots = List.copyOf(slots);
        path = List.copyOf(path);
    }

    /**
     * A slot.
     *
     * @param first the first index that leads to it
     * @param last the last index that leads to it
     * @param value what is in it; 0 when it is empty
     */
    public record Slot(long first, long last, long value) {}
}
