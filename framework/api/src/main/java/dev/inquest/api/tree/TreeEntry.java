package dev.inquest.api.tree;

import java.util.List;

/**
 * What a tree holds.
 *
 * @param first the first index that leads to it; 0 in a red-black tree, which has none
 * @param last the last index that leads to it, as an unsigned number; the same as {@code first} except for ranges
 * @param value what is stored: a pointer, or with its lowest bit set (in old radix trees the second lowest) a number; the address of the
 *     {@code rb_node} in a red-black tree
 * @param path the slots that lead from the root to it; in a red-black tree 0 for left and 1 for right. Empty for the root itself
 */
public record TreeEntry(long first, long last, long value, List<Integer> path) {
    /** Makes an entry; the path is copied. */
    public TreeEntry {
        path = List.copyOf(path);
    }
}
