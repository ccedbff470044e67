package dev.inquest.api.tree;

import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What all walks share: no node is visited twice, no walk goes on for ever, and damage is told and passed by. */
abstract class TreeWalk {
    private static final int MOST_NODES = 1 << 24;
    private static final int MOST_REMARKS = 20;

    final TreeVisitor visitor;
    final List<Integer> path = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private int remarks;
    private boolean stopped;

    TreeWalk(TreeVisitor visitor) {
        this.visitor = visitor;
    }

    /** Notes a node; false when it must not be entered because it was passed before. */
    final boolean enter(long node) {
        if (seen.size() >= MOST_NODES) {
            damage("the tree has more than " + MOST_NODES + " nodes and was left there");
            stopped = true;
            return false;
        }
        if (!seen.add(node)) {
            damage("the tree is corrupt: " + position() + " leads back to the node " + hex(node));
            return false;
        }
        return !stopped;
    }

    final boolean stopped() {
        return stopped;
    }

    final void give(long first, long last, long value) {
        stopped |= !visitor.entry(new TreeEntry(first, last, value, path));
    }

    final void damage(String what) {
        if (remarks++ < MOST_REMARKS) {
            visitor.damage(what);
        }
    }

    /** Returns where the walk is, as crash spells it. */
    final String position() {
        StringBuilder text = new StringBuilder("root");
        path.forEach(slot -> text.append('/').append(slot));
        return text.toString();
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    static StructType.Place place(StructType struct, String member) {
        StructType.Place place = struct.find(member);
        if (place == null) {
            throw new MissingTypeException(struct.spelling() + " has no member " + member);
        }
        return place;
    }
}
