package dev.inquest.api.tree;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Walks an XArray (include/linux/xarray.h, since f8d5d0cc145c, 4.20), which is also what a radix tree is since then, or a radix tree of older
 * kernels (include/linux/radix-tree.h). Entries come by ascending index.
 *
 * <pre>
 * xarray          := …, xa_head: entry
 * radix_tree_root := [height u32 before 4.7], …, rnode: entry
 * entry           := 0 | node | sibling | other internal | value | pointer
 * node            := address of the node + 2; in radix trees + 1. In an XArray above 4096
 * sibling         := slot * 4 + 2, for a slot of the same node before this one: the entry there goes on here.
 *                    In a radix tree: address of a slot of the same node + 1
 * value           := number * 2 + 1; in radix trees number * 4 + 2
 * xa_node         := shift u8, …, slots[64, or 16 in kernels made small]
 * radix_tree_node := shift u8 since 4.7, …, slots[64 or 16]
 * </pre>
 *
 * An index is cut into digits of as many bits as the slots have; a node's {@code shift} says how many bits are below its own digit. Before
 * 4.7 nodes have none, and the root's {@code height} counts the levels.
 */
@Reads(value = "xarray", required = "xa_head", mayLack = true, since = "f8d5d0cc145c (4.20); before it radix_tree_root")
@Reads(
        value = "xa_node",
        required = {"shift", "slots"},
        mayLack = true,
        since = "f8d5d0cc145c (4.20); before it radix_tree_node")
@Reads(value = "radix_tree_root", required = "rnode", optional = "height", mayLack = true, since = "4.7 removed height")
@Reads(value = "radix_tree_node", required = "slots", optional = "shift", mayLack = true, since = "4.7 added shift")
@Reads(
        value = {"xarray", "radix_tree_root"},
        required = "xa_head|rnode")
@Reads(
        value = {"xa_node", "radix_tree_node"},
        required = "slots")
public final class XArrayWalk extends TreeWalk {
    private static final int DEEPEST_SHIFT = 64;

    private final Memory memory;
    private final boolean radix;
    private final long head;
    private final long slots;
    private final int count;
    private final int bits;
    private final StructType.@Nullable Place shift;
    private final StructType.@Nullable Place height;

    private XArrayWalk(Kernel kernel, TreeVisitor visitor) {
        super(visitor);
        this.memory = kernel.memory();
        this.radix = kernel.findType(TypeSource.Kind.STRUCT, "xa_node") == null;
        StructType root = kernel.struct(radix ? "radix_tree_root" : "xarray");
        StructType node = kernel.struct(radix ? "radix_tree_node" : "xa_node");
        this.head = place(root, radix ? "rnode" : "xa_head").offset();
        this.slots = place(node, "slots").offset();
        this.count = place(node, "slots").type().bare() instanceof ArrayType array ? (int) array.count() : 64;
        this.bits = Integer.numberOfTrailingZeros(count);
        this.shift = node.find("shift");
        this.height = shift == null ? root.find("height") : null;
    }

    /**
     * Walks a tree.
     *
     * @param kernel gives the types and kernel memory
     * @param root address of the {@code struct xarray} or {@code radix_tree_root}
     * @param visitor sees the entries
     * @throws FaultException when the root cannot be read
     */
    public static void root(Kernel kernel, long root, TreeVisitor visitor) {
        XArrayWalk walk = new XArrayWalk(kernel, visitor);
        long entry = walk.memory.pointer(root + walk.head);
        int levels = walk.height == null ? 0 : (int) walk.memory.u32(root + walk.height.offset());
        walk.entry(entry, 0, 0, DEEPEST_SHIFT, levels);
    }

    /**
     * Walks what is below a node.
     *
     * @param node the node's address; with or without the bits that mark it in a slot
     */
    public static void node(Kernel kernel, long node, TreeVisitor visitor) {
        XArrayWalk walk = new XArrayWalk(kernel, visitor);
        walk.node(node & ~3L, 0, DEEPEST_SHIFT, walk.height == null ? 0 : DEEPEST_SHIFT);
    }

    /** Returns whether an entry is a number that was stored, and no pointer. */
    public static boolean value(Kernel kernel, long entry) {
        boolean radix = kernel.findType(TypeSource.Kind.STRUCT, "xa_node") == null;
        return radix ? (entry & 3) == 2 : (entry & 1) != 0;
    }

    private void entry(long entry, long first, long last, int above, int levels) {
        if (entry == 0) {
            return;
        }
        boolean internal = (entry & 3) == (radix ? 1 : 2);
        if (!internal) {
            give(first, last, entry);
        } else if (Long.compareUnsigned(entry, 4096) > 0) {
            node(entry & ~3L, first, above, levels);
        }
        // Other internal entries mark slots that are reserved, or that were just changing.
    }

    private void node(long node, long base, int above, int levels) {
        if (!enter(node)) {
            return;
        }
        int mine;
        byte[] raw = new byte[count * memory.pointerSize()];
        try {
            mine = shift != null ? memory.u8(node + shift.offset()) : Math.min(above, levels * bits) - bits;
            var fault = memory.tryRead(node + slots, raw, 0, raw.length);
            if (fault != null) {
                throw new FaultException(fault);
            }
        } catch (FaultException e) {
            damage(position() + ": the node " + hex(node) + " cannot be read: " + e.getMessage());
            return;
        }
        if (mine < 0 || mine >= above || mine % bits != 0) {
            damage("the tree is corrupt: the node " + hex(node) + " at " + position() + " has the shift " + mine);
            return;
        }
        long span = 1L << mine;
        for (int i = 0; i < count && !stopped(); i++) {
            long entry = Slots.number(raw, i, memory);
            long first = base + i * span;
            int end = i;
            while (end + 1 < count && sibling(Slots.number(raw, end + 1, memory), node)) {
                end++;
            }
            path.add(i);
            entry(entry, first, first + (end - i + 1) * span - 1, mine, levels - 1);
            path.removeLast();
            i = end;
        }
    }

    private boolean sibling(long entry, long node) {
        if (radix) {
            long slot = (entry & ~3L) - node - slots;
            return (entry & 3) == 1 && slot >= 0 && slot < (long) count * memory.pointerSize();
        }
        return (entry & 3) == 2 && Long.compareUnsigned(entry, (count - 1) * 4L + 2) < 0;
    }
}
