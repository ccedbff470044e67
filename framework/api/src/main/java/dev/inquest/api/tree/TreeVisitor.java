package dev.inquest.api.tree;

/** Sees what a walk over a tree comes by. */
@FunctionalInterface
public interface TreeVisitor {

    /**
     * Sees an entry; empty slots are passed over.
     *
     * @return whether to go on
     */
    boolean entry(TreeEntry entry);

    /**
     * Sees a node before what is in it.
     *
     * @param node the node
     */
    default void node(TreeNode node) {}

    /** Is told, in a sentence, of a part of the tree that is damaged or not in the dump, and that is left out. */
    default void damage(String what) {}
}
