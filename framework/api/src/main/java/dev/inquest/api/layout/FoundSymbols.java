package dev.inquest.api.layout;

import java.util.List;

/**
 * Symbols that the kernel's own symbol table lacks: found in the dump's memory, each with what proves it. What was not proved is no symbol.
 */
public interface FoundSymbols extends SymbolSource {

    /** Looks for all that this may find, and tells of each what proves it, or why it was not found. */
    List<Finding> findings();

    /**
     * What became of the search for a variable, or for a group of them.
     *
     * @param name the variable's name; for a group what it is, in words
     * @param symbols how many symbols it gave; 0 when nothing was found
     * @param address the address of the variable, or of the table that names a group; 0 when it was not found
     * @param how what proves it, or why it was not found, in words for users
     */
    record Finding(String name, int symbols, long address, String how) {}
}
