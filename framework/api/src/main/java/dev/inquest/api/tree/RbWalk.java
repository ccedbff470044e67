package dev.inquest.api.tree;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Walks a red-black tree (include/linux/rbtree.h). Augmented trees have the same nodes, and a {@code rb_root_cached} (since cd9e61ed1eeb,
 * 4.14) begins with its {@code rb_root}.
 *
 * <pre>
 * rb_root := rb_node: node or 0
 * node    := __rb_parent_color: address of the parent + colour in bit 0 (rb_parent_color before 3.7), rb_right: node or 0, rb_left: node or 0
 * </pre>
 */
@Reads(value = "rb_root", required = "rb_node")
@Reads(
        value = "rb_node",
        required = {"rb_left", "rb_right"},
        optional = "__rb_parent_color|rb_parent_color",
        lost = "links to the wrong parent are not seen")
@Reads(
        value = "rb_node",
        required = {"__rb_parent_color|rb_parent_color", "rb_left", "rb_right"})
@Reads(value = "rb_root", required = "rb_node")
public final class RbWalk extends TreeWalk {
    // A red-black tree of n nodes is at most 2 log2(n + 1) levels deep.
    private static final int DEEPEST = 128;

    private final Memory memory;
    private final boolean ordered;
    private final long left;
    private final long right;
    private final StructType.@Nullable Place parent;

    private RbWalk(Kernel kernel, boolean ordered, TreeVisitor visitor) {
        super(visitor);
        this.memory = kernel.memory();
        this.ordered = ordered;
        StructType node = kernel.struct("rb_node");
        this.left = place(node, "rb_left").offset();
        this.right = place(node, "rb_right").offset();
        StructType.Place coloured = node.find("__rb_parent_color");
        this.parent = coloured == null ? node.find("rb_parent_color") : coloured;
    }

    /**
     * Walks a tree.
     *
     * @param kernel gives the types and kernel memory
     * @param root address of the {@code struct rb_root}
     * @param ordered whether nodes come in the tree's order; otherwise each comes before those below it
     * @param visitor sees the nodes as entries
     * @throws FaultException when the root cannot be read
     */
    public static void root(Kernel kernel, long root, boolean ordered, TreeVisitor visitor) {
        RbWalk walk = new RbWalk(kernel, ordered, visitor);
        long first = walk.memory.pointer(
                root + place(kernel.struct("rb_root"), "rb_node").offset());
        walk.node(first, 0, true);
    }

    /** Walks a node and what is below it. */
    public static void node(Kernel kernel, long node, boolean ordered, TreeVisitor visitor) {
        new RbWalk(kernel, ordered, visitor).node(node, 0, false);
    }

    private void node(long node, long above, boolean checked) {
        if (node == 0 || !enter(node)) {
            return;
        }
        if (path.size() > DEEPEST) {
            damage("the tree is corrupt: more than " + DEEPEST + " levels lead to " + hex(node));
            return;
        }
        long toLeft;
        long toRight;
        try {
            toLeft = memory.pointer(node + left);
            toRight = memory.pointer(node + right);
            if (parent != null && checked) {
                long linked = memory.pointer(node + parent.offset()) & ~3L;
                if (linked != above) {
                    damage("the tree is corrupt: the parent of " + hex(node) + " at " + spelled() + " is " + hex(linked)
                            + ", not " + hex(above));
                }
            }
        } catch (FaultException e) {
            damage(spelled() + ": the node " + hex(node) + " cannot be read: " + e.getMessage());
            return;
        }
        if (!ordered) {
            give(0, 0, node);
        }
        below(0, toLeft, node);
        if (ordered && !stopped()) {
            give(0, 0, node);
        }
        below(1, toRight, node);
    }

    private void below(int side, long node, long above) {
        if (!stopped()) {
            path.add(side);
            node(node, above, true);
            path.removeLast();
        }
    }

    private String spelled() {
        StringBuilder text = new StringBuilder("root");
        path.forEach(side -> text.append(side == 0 ? "/l" : "/r"));
        return text.toString();
    }
}
