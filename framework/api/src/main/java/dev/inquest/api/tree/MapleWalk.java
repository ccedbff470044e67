package dev.inquest.api.tree;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a maple tree (include/linux/maple_tree.h and lib/maple_tree.c, since 54a611b60590, 6.1). Entries come by ascending index; each stands
 * for a range.
 *
 * <pre>
 * maple_tree := …, ma_flags u32, ma_root: entry
 * entry      := 0 | node | pointer or value                (a node in the root and in nodes that are no leaves)
 * node       := address of 256-byte aligned node + type &lt;&lt; 3 + flags; in the root bits 0-1 are 10, as in an XArray
 * type       := 0 dense | 1 leaf_64 | 2 range_64 | 3 arange_64           (0 and 1 are leaves)
 * leaf_64, range_64 := parent, pivot[15], slot[16]         (mr64; the numbers are of 64-bit kernels, and are read from the types)
 * arange_64  := parent, pivot[9], slot[10], gap[10], meta  (ma64: for trees in which gaps are searched, such as address spaces)
 * dense      := parent, slot[31]                           (one index for each slot)
 * </pre>
 *
 * Slot i holds the indices from its node's first one, or pivot[i - 1] + 1, up to pivot[i]. A pivot of 0 other than the first says that its slot is
 * the last one and ends with the node, as does the slot that has no pivot.
 */
@Reads(value = "maple_tree", required = "ma_root", optional = "ma_flags", mayLack = true, since = "54a611b60590 (6.1)")
@Reads(
        value = "maple_node",
        required = {"slot", "mr64", "ma64"},
        mayLack = true,
        since = "54a611b60590 (6.1)")
@Reads(value = "maple_tree", required = "ma_root", mayLack = true, since = "54a611b60590 (6.1)")
@Reads(
        value = "maple_node",
        required = {"slot", "mr64.pivot", "mr64.slot", "ma64.pivot", "ma64.slot"},
        mayLack = true,
        since = "54a611b60590 (6.1)")
public final class MapleWalk extends TreeWalk {
    private static final int DENSE = 0;
    private static final int LEAF_64 = 1;
    private static final int ARANGE_64 = 3;
    private static final long NODE_MASK = 0xff;
    private static final int DEEPEST = 31;

    private final Memory memory;
    private final Form dense;
    private final Form range;
    private final Form allocation;

    // Where a kind of node has its pivots and slots; a dense node has no pivots.
    private record Form(long pivots, int pivotCount, long slots, int slotCount) {}

    private MapleWalk(Kernel kernel, TreeVisitor visitor) {
        super(visitor);
        this.memory = kernel.memory();
        StructType node = kernel.struct("maple_node");
        StructType.Place all = place(node, "slot");
        this.dense = new Form(0, 0, all.offset(), count(all));
        this.range = form(node, "mr64.");
        this.allocation = form(node, "ma64.");
    }

    private static Form form(StructType node, String prefix) {
        StructType.Place pivots = place(node, prefix + "pivot");
        StructType.Place slots = place(node, prefix + "slot");
        return new Form(pivots.offset(), count(pivots), slots.offset(), count(slots));
    }

    private static int count(StructType.Place array) {
        return array.type().bare() instanceof ArrayType type ? (int) Math.clamp(type.count(), 0, 256) : 0;
    }

    /**
     * Walks a tree.
     *
     * @param kernel gives the types and kernel memory
     * @param root address of the {@code struct maple_tree}
     * @param visitor sees the entries and nodes
     * @throws FaultException when the root cannot be read
     */
    public static void root(Kernel kernel, long root, TreeVisitor visitor) {
        MapleWalk walk = new MapleWalk(kernel, visitor);
        long entry = walk.memory.pointer(
                root + place(kernel.struct("maple_tree"), "ma_root").offset());
        if (isNode(entry)) {
            walk.node(entry, 0, -1, 0);
        } else if (entry != 0) {
            walk.give(0, 0, entry);
        }
    }

    /**
     * Walks what is below a node.
     *
     * @param node the node's address with its type, as a slot or the root has it
     */
    public static void node(Kernel kernel, long node, TreeVisitor visitor) {
        new MapleWalk(kernel, visitor).node(node, 0, -1, 0);
    }

    /**
     * Looks an index up, which reads one node a level.
     *
     * @param root address of the {@code struct maple_tree}
     * @param index the index
     * @return the entry whose range has the index; 0 for none
     * @throws FaultException when a node on the way cannot be read
     * @throws CorruptListException when the tree is damaged on the way
     */
    public static long find(Kernel kernel, long root, long index) {
        MapleWalk walk = new MapleWalk(kernel, new Strict());
        long entry = walk.memory.pointer(
                root + place(kernel.struct("maple_tree"), "ma_root").offset());
        if (!isNode(entry)) {
            return index == 0 ? entry : 0;
        }
        long first = 0;
        long last = -1;
        for (int depth = 0; depth <= DEEPEST; depth++) {
            int type = type(entry);
            TreeNode.Slot slot = walk.slot(entry, type, first, last, index);
            entry = slot.value();
            if (type <= LEAF_64 || entry == 0) {
                // A reserved range (XA_ZERO_ENTRY) holds nothing.
                return (entry & 3) == 2 && !isNode(entry) ? 0 : entry;
            }
            first = slot.first();
            last = slot.last();
        }
        throw new CorruptListException("the tree is corrupt: it is more than " + DEEPEST + " levels deep");
    }

    private TreeNode.Slot slot(long node, int type, long first, long last, long index) {
        if (type > ARANGE_64) {
            throw new CorruptListException(
                    "the tree is corrupt: the node " + hex(node & ~NODE_MASK) + " has the type " + type);
        }
        for (TreeNode.Slot slot : slots(node & ~NODE_MASK, form(type), first, last)) {
            if (Long.compareUnsigned(index, slot.last()) <= 0) {
                return slot;
            }
        }
        return new TreeNode.Slot(first, last, 0);
    }

    /** Takes no damage. */
    private static final class Strict implements TreeVisitor {
        @Override
        public boolean entry(TreeEntry entry) {
            return true;
        }

        @Override
        public void damage(String what) {
            throw new CorruptListException(what);
        }
    }

    // A tree whose only entry is at index 0 has no nodes.
    private static boolean isNode(long root) {
        return (root & 3) == 2 && Long.compareUnsigned(root, 4096) > 0;
    }

    private static int type(long encoded) {
        return (int) (encoded >>> 3) & 0xf;
    }

    private Form form(int type) {
        return type == DENSE ? dense : type == ARANGE_64 ? allocation : range;
    }

    private void node(long encoded, long first, long last, int depth) {
        long address = encoded & ~NODE_MASK;
        int type = type(encoded);
        if (!enter(address)) {
            return;
        }
        if (type > ARANGE_64 || depth > DEEPEST) {
            damage("the tree is corrupt: the node " + hex(address) + " at " + position()
                    + (type > ARANGE_64 ? " has the type " + type : " is " + depth + " levels deep"));
            return;
        }
        Form form = form(type);
        List<TreeNode.Slot> slots;
        try {
            slots = slots(address, form, first, last);
        } catch (FaultException e) {
            damage(position() + ": the node " + hex(address) + " cannot be read: " + e.getMessage());
            return;
        }
        visitor.node(new TreeNode(address, kind(type), first, last, slots, path));
        for (int i = 0; i < slots.size() && !stopped(); i++) {
            TreeNode.Slot slot = slots.get(i);
            path.add(i);
            if (type > LEAF_64 && slot.value() != 0) {
                node(slot.value(), slot.first(), slot.last(), depth + 1);
            } else if (slot.value() != 0) {
                give(slot.first(), slot.last(), slot.value());
            }
            path.removeLast();
        }
    }

    private List<TreeNode.Slot> slots(long address, Form form, long first, long last) {
        List<TreeNode.Slot> slots = new ArrayList<>();
        long begin = first;
        int size = memory.pointerSize();
        for (int i = 0; i < form.slotCount(); i++) {
            long end = last;
            if (form.pivotCount() == 0) {
                end = begin;
            } else if (i < form.pivotCount()) {
                long pivot = memory.pointer(address + form.pivots() + (long) i * size);
                end = pivot == 0 && i > 0 ? last : pivot;
            }
            if (Long.compareUnsigned(end, last) > 0 || Long.compareUnsigned(end, begin) < 0) {
                damage("the tree is corrupt: pivot " + i + " of the node " + hex(address) + " is " + hex(end)
                        + ", outside of " + hex(begin) + "-" + hex(last));
                return slots;
            }
            slots.add(new TreeNode.Slot(begin, end, memory.pointer(address + form.slots() + (long) i * size)));
            if (end == last) {
                break;
            }
            begin = end + 1;
        }
        return slots;
    }

    private static String kind(int type) {
        return switch (type) {
            case DENSE -> "dense";
            case LEAF_64 -> "leaf_64";
            case ARANGE_64 -> "arange_64";
            default -> "range_64";
        };
    }
}
