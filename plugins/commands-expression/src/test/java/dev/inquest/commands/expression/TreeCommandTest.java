package dev.inquest.commands.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.expression.CExpressions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trees that are put together as the kernel's headers say: include/linux/rbtree.h, radix-tree.h, xarray.h, maple_tree.h. */
class TreeCommandTest {
    private static final long NODE = 0x10000;
    private final Command tree = new TreeCommand(new CExpressions());
    private Scene scene = new Scene();

    @BeforeEach
    void types() {
        scene = new Scene();
        scene.struct("rb_root", 8, Scene.member("rb_node", scene.pointer("rb_node"), 0));
        scene.struct(
                "rb_node",
                24,
                Scene.member("__rb_parent_color", Scene.LONG, 0),
                Scene.member("rb_right", scene.pointer("rb_node"), 8),
                Scene.member("rb_left", scene.pointer("rb_node"), 16));
        scene.struct("item", 32, Scene.member("id", Scene.INT, 0), Scene.member("rb", scene.type("rb_node"), 8));
        scene.struct("holder", 16, Scene.member("pad", Scene.LONG, 0), Scene.member("root", scene.type("rb_root"), 8));
    }

    // ---- red-black trees: items 1..5 at 0x1100, 0x1200 …; 2 is the root, 1 left of it, 4 right, 3 and 5 below 4

    private void item(int id, int parent, int left, int right) {
        long at = 0x1000 + id * 0x100L;
        scene.put(at, id, 4);
        scene.words(at + 8, parent == 0 ? 1 : rb(parent) | 1, right == 0 ? 0 : rb(right), left == 0 ? 0 : rb(left));
    }

    private static long rb(int id) {
        return 0x1000 + id * 0x100L + 8;
    }

    private void items() {
        item(1, 2, 0, 0);
        item(2, 0, 1, 4);
        item(3, 4, 0, 0);
        item(4, 2, 3, 5);
        item(5, 4, 0, 0);
        scene.words(0x900, 77, rb(2));
        scene.variable("root", 0x908, scene.type("rb_root").get());
    }

    @Test
    void nodesComeFromTheRootDown() throws CommandException {
        items();
        List<String> expected = List.of("1200", "1100", "1400", "1300", "1500");
        assertEquals(expected, scene.lines(tree, "-o", "item.rb", "root"));
        assertEquals(expected, scene.lines(tree, "-t", "rb", "-o", "8", "-r", "holder.root", "0x900"));
        assertEquals(expected, scene.lines(tree, "-o", "8", "-N", "1208"));
        assertEquals(List.of("1208", "1108", "1408", "1308", "1508"), scene.lines(tree, "root"));
    }

    @Test
    void inOrderFromLeftToRight() throws CommandException {
        items();
        List<String> lines = scene.lines(tree, "-l", "-s", "item.id", "-o", "item.rb", "root");
        assertEquals(
                List.of(
                        "1100",
                        "  id = 1,",
                        "1200",
                        "  id = 2,",
                        "1300",
                        "  id = 3,",
                        "1400",
                        "  id = 4,",
                        "1500",
                        "  id = 5,"),
                lines);
    }

    @Test
    void positionsAreSidesFromTheRoot() throws CommandException {
        items();
        assertEquals(
                List.of(
                        "1200",
                        "  position: root",
                        "1100",
                        "  position: root/l",
                        "1400",
                        "  position: root/r",
                        "1300",
                        "  position: root/r/l",
                        "1500",
                        "  position: root/r/r"),
                scene.lines(tree, "-p", "-o", "item.rb", "root"));
    }

    @Test
    void damageIsToldAndTheRestShown() throws CommandException {
        items();
        item(5, 4, 2, 0);
        assertEquals(5, scene.run(tree, "root").rows().size());
        List<String> remarks = scene.remarks(tree, "root");
        assertEquals(1, remarks.size(), remarks.toString());
        assertTrue(remarks.getFirst().contains("leads back to the node 0x1208"), remarks.toString());
        items();
        item(3, 5, 0, 0);
        assertTrue(scene.remarks(tree, "root")
                .getFirst()
                .contains("the parent of 0x1308 at root/r/l is 0x1508, not 0x1408"));
        items();
        scene.words(rb(4) + 16, 0xdead000);
        assertTrue(scene.remarks(tree, "root").getFirst().contains("root/r/l: the node 0xdead000 cannot be read"));
        assertEquals(4, scene.run(tree, "root").rows().size());
    }

    // ---- XArrays

    private void xarray() {
        scene.struct(
                "xarray",
                16,
                Scene.member("xa_flags", Scene.INT, 4),
                Scene.member(
                        "xa_head",
                        new dev.inquest.api.types.PointerType(8, () -> dev.inquest.api.types.VoidType.VOID),
                        8));
        scene.struct(
                "xa_node",
                576,
                Scene.member("shift", Scene.BYTE, 0),
                Scene.member("offset", Scene.BYTE, 1),
                Scene.member("slots", Scene.array(Scene.LONG, 64), 40));
    }

    private void node(long address, int shift, int slotsAt, long... indexAndEntry) {
        scene.put(address, shift, 8);
        long[] slots = new long[64];
        for (int i = 0; i < indexAndEntry.length; i += 2) {
            slots[(int) indexAndEntry[i]] = indexAndEntry[i + 1];
        }
        scene.words(address + slotsAt, slots);
    }

    private List<String> cells(String name, String... words) throws CommandException {
        List<String> cells = new ArrayList<>();
        for (Row row : scene.run(tree, words).rows()) {
            Object cell = row.get(name);
            cells.add(cell instanceof Address address ? Long.toHexString(address.value()) : String.valueOf(cell));
        }
        return cells;
    }

    @Test
    void anXarrayOfTwoLevels() throws CommandException {
        xarray();
        scene.words(0x800, 0, NODE + 2);
        node(NODE, 6, 40, 0, NODE + 0x1002, 2, NODE + 0x2002);
        // A number, a slot that is reserved (zero entry, 1030) and a pointer.
        node(NODE + 0x1000, 0, 40, 1, 0x55, 2, 1030, 5, 0xa000);
        // An entry of four indices: siblings point back at slot 8.
        node(NODE + 0x2000, 0, 40, 8, 0xb000, 9, 8 << 2 | 2, 10, 8 << 2 | 2, 11, 8 << 2 | 2);
        assertEquals(List.of("55", "a000", "b000"), cells("address", "-t", "xarray", "800"));
        assertEquals(List.of("1", "5", "136"), cells("first", "-t", "x", "800"));
        assertEquals(List.of("1", "5", "139"), cells("last", "-t", "x", "800"));
        assertEquals(
                List.of(
                        "55",
                        "  index: 1  position: root/0/1",
                        "a000",
                        "  index: 5  position: root/0/5",
                        "b000",
                        "  index: 136  position: root/2/8"),
                scene.lines(tree, "-t", "xarray", "-p", "800"));
        assertEquals(List.of("55", "a000"), cells("address", "-t", "xarray", "-N", Long.toHexString(NODE + 0x1002)));
    }

    @Test
    void anXarrayWithOneEntryHasNoNode() throws CommandException {
        xarray();
        scene.words(0x800, 0, 0xc000);
        assertEquals(List.of("c000", "  index: 0  position: root"), scene.lines(tree, "-t", "x", "-p", "800"));
        scene.words(0x800, 0, 0);
        assertEquals(List.of(), scene.lines(tree, "-t", "x", "800"));
    }

    @Test
    void anXarrayThatGoesRoundIsSaid() throws CommandException {
        xarray();
        scene.words(0x800, 0, NODE + 2);
        node(NODE, 6, 40, 0, NODE + 2, 1, NODE + 0x1002);
        // A child must have a smaller shift than its parent.
        node(NODE + 0x1000, 12, 40, 0, 0xa000);
        List<String> remarks = scene.remarks(tree, "-t", "x", "800");
        assertEquals(2, remarks.size(), remarks.toString());
        assertTrue(remarks.get(0).contains("root/0 leads back to the node 0x10000"), remarks.toString());
        assertTrue(remarks.get(1).contains("has the shift 12"), remarks.toString());
    }

    // ---- radix trees of kernels before 4.20

    private void radix(boolean height) {
        List<dev.inquest.api.types.StructType.Member> root = new ArrayList<>(
                Arrays.asList(Scene.member("gfp_mask", Scene.INT, 4), Scene.member("rnode", Scene.LONG, 8)));
        if (height) {
            root.addFirst(Scene.member("height", Scene.INT, 0));
        }
        scene.struct("radix_tree_root", 16, root.toArray(dev.inquest.api.types.StructType.Member[]::new));
        List<dev.inquest.api.types.StructType.Member> node =
                new ArrayList<>(List.of(Scene.member("slots", Scene.array(Scene.LONG, 64), 40)));
        if (!height) {
            node.addFirst(Scene.member("shift", Scene.BYTE, 0));
        }
        scene.struct("radix_tree_node", 576, node.toArray(dev.inquest.api.types.StructType.Member[]::new));
    }

    @Test
    void anOldRadixTreeCountsItsLevels() throws CommandException {
        radix(true);
        scene.put(0x800, 2, 4).put(0x804, 0x20, 4).words(0x808, NODE + 1);
        node(NODE, 0, 40, 0, NODE + 0x1001, 3, NODE + 0x2001);
        node(NODE + 0x1000, 0, 40, 1, 0xa000);
        node(NODE + 0x2000, 0, 40, 25, 0xb000, 26, 0x46);
        assertEquals(
                List.of(
                        "a000",
                        "  index: 1  position: root/0/1",
                        "b000",
                        "  index: 217  position: root/3/25",
                        "46",
                        "  index: 218  position: root/3/26"),
                scene.lines(tree, "-t", "radix", "-p", "800"));
        scene.put(0x800, 0, 4).words(0x808, 0xd000);
        assertEquals(List.of("d000"), scene.lines(tree, "-t", "ra", "800"));
    }

    @Test
    void aLaterRadixTreeHasShiftsAndSiblings() throws CommandException {
        radix(false);
        scene.words(0x800, 0, NODE + 1);
        node(NODE, 6, 40, 1, NODE + 0x1001);
        node(NODE + 0x1000, 0, 40, 4, 0xa000, 5, NODE + 0x1000 + 40 + 4 * 8 + 1, 6, 0xb000);
        assertEquals(List.of("a000", "b000"), cells("address", "-t", "radix", "800"));
        assertEquals(List.of("68", "70"), cells("first", "-t", "radix", "800"));
        assertEquals(List.of("69", "70"), cells("last", "-t", "radix", "800"));
    }

    // ---- maple trees

    private void maple() {
        scene.struct("maple_tree", 16, Scene.member("ma_flags", Scene.INT, 0), Scene.member("ma_root", Scene.LONG, 8));
        scene.struct(
                "maple_range_64",
                256,
                Scene.member("parent", Scene.LONG, 0),
                Scene.member("pivot", Scene.array(Scene.LONG, 15), 8),
                Scene.member("slot", Scene.array(Scene.LONG, 16), 128));
        scene.struct(
                "maple_arange_64",
                256,
                Scene.member("parent", Scene.LONG, 0),
                Scene.member("pivot", Scene.array(Scene.LONG, 9), 8),
                Scene.member("slot", Scene.array(Scene.LONG, 10), 80),
                Scene.member("gap", Scene.array(Scene.LONG, 10), 160));
        scene.struct(
                "maple_node",
                256,
                Scene.member("parent", Scene.LONG, 0),
                Scene.member("slot", Scene.array(Scene.LONG, 31), 8),
                Scene.member("mr64", scene.type("maple_range_64"), 0),
                Scene.member("ma64", scene.type("maple_arange_64"), 0));
    }

    private void mapleNode(long address, int slotsAt, long[] pivots, long[] slots) {
        scene.words(address, new long[32]);
        scene.words(address + 8, pivots);
        scene.words(address + slotsAt, slots);
    }

    @Test
    void aMapleTreeOfRanges() throws CommandException {
        maple();
        // Type 3 (arange_64) above type 1 (leaf_64); in the root with the two bits of a node.
        scene.put(0x800, 0x309, 8).words(0x808, NODE | 3 << 3 | 2);
        mapleNode(NODE, 80, new long[] {0x3fff, 0}, new long[] {NODE + 0x100 | 1 << 3 | 4, NODE + 0x200 | 1 << 3 | 4});
        mapleNode(NODE + 0x100, 128, new long[] {0xfff, 0x1fff, 0x3fff}, new long[] {0, 0xa000, 0xb000});
        mapleNode(NODE + 0x200, 128, new long[] {0x4000, 0x4001}, new long[] {0xc000, 0xd000, 0});
        assertEquals(List.of("a000", "b000", "c000", "d000"), cells("address", "-t", "maple", "800"));
        assertEquals(List.of("4096", "8192", "16384", "16385"), cells("first", "-t", "m", "800"));
        assertEquals(List.of("8191", "16383", "16384", "16385"), cells("last", "-t", "m", "800"));
        assertEquals(
                List.of(
                        "a000",
                        "  index: 1  position: root/0/1",
                        "b000",
                        "  index: 2  position: root/0/2",
                        "c000",
                        "  index: 3  position: root/1/0",
                        "d000",
                        "  index: 4  position: root/1/1"),
                scene.lines(tree, "-t", "maple", "-p", "800"));
        assertEquals(
                List.of("c000", "d000"),
                cells("address", "-t", "maple", "-N", Long.toHexString(NODE + 0x200 | 1 << 3)));
        List<String> whole = scene.lines(tree, "-t", "maple", "-v", "800");
        assertEquals("maple_tree(800) flags 309, height 2 root 0x1001a", whole.getFirst());
        assertTrue(whole.contains("    0-4095: 0x0"), whole.toString());
        assertTrue(whole.contains("    16386-18446744073709551615: 0x0"), whole.toString());
    }

    @Test
    void aDenseNodeHasOneIndexForEachSlot() throws CommandException {
        maple();
        scene.words(0x800, 0, NODE | 2);
        mapleNode(NODE, 8, new long[0], new long[] {0xa000, 0, 0xb000});
        assertEquals(List.of("0", "2"), cells("first", "-t", "m", "800"));
    }

    @Test
    void aMapleTreeOfOneEntryHasNoNode() throws CommandException {
        maple();
        scene.words(0x800, 0, 0xa000);
        assertEquals(List.of("a000"), scene.lines(tree, "-t", "m", "800"));
    }

    @Test
    void pivotsThatGoBackAreSaid() throws CommandException {
        maple();
        scene.words(0x800, 0, NODE | 1 << 3 | 2);
        mapleNode(NODE, 128, new long[] {0xfff, 0x100}, new long[] {0xa000, 0xb000});
        assertEquals(List.of("a000"), cells("address", "-t", "m", "800"));
        String remark = scene.remarks(tree, "-t", "m", "800").getFirst();
        assertTrue(remark.contains("pivot 1 of the node 0x10000 is 0x100, outside of 0x1000-"), remark);
    }

    @Test
    void wrongUseIsSaid() {
        assertEquals(
                "tree: -t r may be radix or rbtree; write ra or rb",
                assertThrows(CommandException.class, () -> scene.run(tree, "-t", "r", "800"))
                        .getMessage());
        assertEquals(
                "tree: there is no type heap; there are rbtree, radix, xarray and maple",
                assertThrows(CommandException.class, () -> scene.run(tree, "-t", "heap", "800"))
                        .getMessage());
        assertTrue(String.valueOf(assertThrows(CommandException.class, () -> scene.run(tree, "-t", "m", "800"))
                        .getMessage())
                .startsWith("tree: this kernel has no such trees: no struct maple_node"));
        assertTrue(String.valueOf(assertThrows(CommandException.class, () -> scene.run(tree, "700"))
                        .getMessage())
                .startsWith("tree: the root cannot be read: 0x700: excluded"));
    }
}
