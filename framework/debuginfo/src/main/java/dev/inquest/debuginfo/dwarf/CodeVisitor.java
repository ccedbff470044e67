package dev.inquest.debuginfo.dwarf;

import org.jspecify.annotations.Nullable;

/** Receives what DWARF says of all code: rows of the line table, and functions with what was inlined into them. */
public interface CodeVisitor {

    /** Returns a number for the name of a file; null is one that the compiler did not name. */
    int file(@Nullable String path);

    /** Returns a number for the name of a function; null is one without. */
    int name(@Nullable String function);

    /**
     * Begins a run of rows whose addresses rise.
     *
     * @param start address of its first row
     * @param end address behind its last row
     */
    void sequence(long start, long end);

    /**
     * A row of the last run; it holds up to the next one.
     *
     * @param address its address
     * @param file number of the file
     * @param line line from 1, or 0
     * @param column column from 1, or 0
     */
    void row(long address, int file, int line, int column);

    /**
     * One range of a function. What is inlined comes as a tree in the order of the first visit, in numbers: depth from 0, name, file, line
     * and column of the call, number of ranges, and for each the distance of its start from that of the function's range, and its
     * length.
     *
     * @param start its first address
     * @param length bytes
     * @param name number of the name
     * @param inlined the tree
     */
    void function(long start, long length, int name, int[] inlined);
}
