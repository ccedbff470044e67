package dev.inquest.commands.memory;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import java.util.Optional;

/**
 * Finds the {@code vm_area_struct} of an address: in the maple tree {@code mm_mt} (from v6.1, commit 524e00b36e8c), or before that along
 * the list {@code mmap}.
 *
 * <pre>
 * root  := pointer to a node | 2 | type &lt;&lt; 3      (include/linux/maple_tree.h; pointers to nodes are aligned to 256 bytes)
 * type  := 0 dense  1 leaf_64  2 range_64  3 arange_64
 * node  := parent pivot[n] slot[n + 1] …          slot[i] is for addresses up to pivot[i]; a pivot of 0 ends them
 * </pre>
 */
@Reads(
        value = "mm_struct",
        optional = "mm_mt.ma_root|mmap",
        lost = "the area of a user address",
        since = "524e00b36e8c (6.1)")
@Reads(
        value = "vm_area_struct",
        required = {"vm_start", "vm_end", "vm_file"},
        optional = "vm_next",
        since = "763ecb035029 (6.1)")
@Reads(
        value = "maple_node",
        optional = {"mr64", "ma64"},
        mayLack = true,
        since = "54a611b60590 (6.1)")
@Reads(value = "file", optional = "f_path.dentry", lost = "file of a user address")
@Reads(
        value = "dentry",
        optional = {"d_parent", "d_name.len", "d_name.name"},
        lost = "file of a user address")
final class VirtualAreas {
    private static final int DEEPEST = 32;
    private static final int MOST_AREAS = 1 << 20;
    private static final int LEAF = 1;
    private static final int RANGE = 2;
    private static final int ALLOCATION_RANGE = 3;

    private VirtualAreas() {}

    /** Returns the area that an address lies in. */
    static Optional<Value> find(Kernel kernel, long mm, long address) {
        Value process = kernel.at("struct mm_struct", mm);
        Optional<Value> tree = process.findMember("mm_mt.ma_root");
        long area = tree.isPresent()
                ? inTree(kernel, tree.get().asLong(), address)
                : inList(kernel, process.member("mmap").asLong(), address);
        return area == 0 ? Optional.empty() : Optional.of(kernel.at("struct vm_area_struct", area));
    }

    private static long inTree(Kernel kernel, long root, long address) {
        long entry = root;
        for (int depth = 0; depth < DEEPEST; depth++) {
            // What is no pointer to a node is the one entry of a tree without nodes, which covers address 0 alone.
            if ((entry & 3) != 2 || Long.compareUnsigned(entry, 4096) <= 0) {
                return address == 0 ? entry : 0;
            }
            int type = (int) (entry >>> 3) & 15;
            if (type != LEAF && type != RANGE && type != ALLOCATION_RANGE) {
                throw new CorruptListException("the maple tree has a node of an unknown type " + type);
            }
            entry = slot(
                    kernel.at(
                            type == ALLOCATION_RANGE ? "struct maple_arange_64" : "struct maple_range_64",
                            entry & ~0xffL),
                    address);
            if (type == LEAF) {
                return entry;
            }
        }
        throw new CorruptListException("the maple tree is deeper than " + DEEPEST + " levels");
    }

    private static long slot(Value node, long address) {
        Value pivots = node.member("pivot");
        Value slots = node.member("slot");
        int count = pivots.type().bare() instanceof dev.inquest.api.types.ArrayType array ? (int) array.count() : 0;
        for (int i = 0; i < count; i++) {
            long pivot = pivots.index(i).asLong();
            if (pivot == 0 && i > 0 || Long.compareUnsigned(address, pivot) <= 0) {
                return slots.index(i).asLong();
            }
        }
        return slots.index(count).asLong();
    }

    private static long inList(Kernel kernel, long first, long address) {
        long area = first;
        for (int i = 0; i < MOST_AREAS && area != 0; i++) {
            Value value = kernel.at("struct vm_area_struct", area);
            if (Long.compareUnsigned(address, value.member("vm_end").asLong()) < 0) {
                return Long.compareUnsigned(address, value.member("vm_start").asLong()) >= 0 ? area : 0;
            }
            area = value.member("vm_next").asLong();
        }
        return 0;
    }

    /** Returns the path of an area's file below the root of its file system; empty when it has none. */
    static String file(Kernel kernel, Value area) {
        return path(kernel, area.member("vm_file").asLong());
    }

    /** Returns the path of a {@code struct file} below the root of its file system; empty for no file. */
    static String path(Kernel kernel, long file) {
        if (file == 0) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        Value dentry = kernel.at("struct file", file).member("f_path.dentry").deref();
        for (int i = 0; i < 4096; i++) {
            long parent = dentry.member("d_parent").asLong();
            if (parent == dentry.address()) {
                return path.isEmpty() ? name(kernel, dentry) : path.toString();
            }
            path.insert(0, "/" + name(kernel, dentry));
            dentry = kernel.at("struct dentry", parent);
        }
        throw new CorruptListException("the path of file 0x" + Long.toHexString(file) + " does not come to a root");
    }

    private static String name(Kernel kernel, Value dentry) {
        long length = dentry.member("d_name.len").asLong();
        if (length < 0 || length > 255) {
            throw new MissingTypeException("a dentry's name is said to be " + length + " bytes long");
        }
        return new String(
                kernel.memory().bytes(dentry.member("d_name.name").asLong(), (int) length),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
