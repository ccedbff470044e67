package dev.inquest.commands.expression;

import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Row;
import dev.inquest.api.tree.TreeEntry;
import dev.inquest.api.tree.TreeNode;
import dev.inquest.api.tree.TreeVisitor;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;

/** Turns what a walk over a tree finds into rows and lines. */
final class TreeView implements TreeVisitor {
    private static final int MOST = 10_000_000;

    private final Kernel kernel;
    private final Invocation invocation;
    private final Entries entries;
    private final List<Diagnostic> diagnostics;
    private final boolean sides;
    private final boolean counted;
    private final long offset;
    private int found;

    /**
     * Makes a view.
     *
     * @param sides whether it is a red-black tree
     * @param counted whether entries are numbered, instead of shown with their index
     * @param offset of red-black trees, where in each structure its node lies
     */
    TreeView(
            Kernel kernel,
            Invocation invocation,
            Entries entries,
            List<Diagnostic> diagnostics,
            boolean sides,
            boolean counted,
            long offset) {
        this.kernel = kernel;
        this.invocation = invocation;
        this.entries = entries;
        this.diagnostics = diagnostics;
        this.sides = sides;
        this.counted = counted;
        this.offset = offset;
    }

    @Override
    public boolean entry(TreeEntry entry) {
        found++;
        if (invocation.arguments().has("v")) {
            return proceed();
        }
        long address = entry.value() - offset;
        String position = position(entry.path());
        Row row = new Row().put("address", new Address(address)).put("position", position);
        String line = "  position: " + position;
        if (!sides) {
            row.put("first", Long.toUnsignedString(entry.first())).put("last", Long.toUnsignedString(entry.last()));
            // crash counts a maple tree's entries; their ranges are in the rows.
            line = "  index: " + (counted ? String.valueOf(found) : Long.toUnsignedString(entry.first())) + line;
        }
        entries.add(address, address, row, invocation.arguments().has("p") ? line : "");
        return proceed();
    }

    private boolean proceed() {
        if (found >= MOST) {
            damage("the tree has more than " + MOST + " entries and was left there");
        }
        return found < MOST && !invocation.progress().cancelled();
    }

    private String position(List<Integer> path) {
        StringBuilder text = new StringBuilder("root");
        for (int slot : path) {
            text.append('/').append(sides ? slot == 0 ? "l" : "r" : String.valueOf(slot));
        }
        return text.toString();
    }

    @Override
    public void damage(String what) {
        diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, what));
    }

    /** Writes the line about a maple tree's root. */
    void root(long address) {
        StructType tree = kernel.struct("maple_tree");
        StructType.Place flags = tree.find("ma_flags");
        StructType.Place root = tree.find("ma_root");
        long bits = flags == null ? 0 : kernel.memory().u32(address + flags.offset());
        // MT_FLAGS_HEIGHT_MASK and its offset (include/linux/maple_tree.h).
        entries.line("maple_tree(" + Long.toHexString(address) + ") flags "
                + Long.toHexString(bits).toUpperCase(java.util.Locale.ROOT)
                + ", height " + (bits >>> 2 & 0x1f) + " root 0x"
                + Long.toHexString(root == null ? 0 : kernel.memory().pointer(address + root.offset())));
        entries.line("");
    }

    @Override
    public void node(TreeNode node) {
        if (!invocation.arguments().has("v")) {
            return;
        }
        String margin = "  ".repeat(node.path().size());
        entries.line(margin + range(node.first(), node.last()) + ": node 0x" + Long.toHexString(node.address())
                + " depth " + node.path().size() + " type " + node.kind());
        List<Row> slots = new ArrayList<>();
        for (TreeNode.Slot slot : node.slots()) {
            slots.add(new Row()
                    .put("first", Long.toUnsignedString(slot.first()))
                    .put("last", Long.toUnsignedString(slot.last()))
                    .put("value", new Address(slot.value())));
            if (node.kind().startsWith("leaf") || node.kind().equals("dense")) {
                entries.line(
                        margin + "  " + range(slot.first(), slot.last()) + ": 0x" + Long.toHexString(slot.value()));
            }
        }
        entries.row(new Row()
                .put("node", new Address(node.address()))
                .put("kind", node.kind())
                .put("position", position(node.path()))
                .put("first", Long.toUnsignedString(node.first()))
                .put("last", Long.toUnsignedString(node.last()))
                .put("slots", slots));
    }

    private static String range(long first, long last) {
        String begin = Long.toUnsignedString(first);
        return first == last ? begin : begin + "-" + Long.toUnsignedString(last);
    }
}
