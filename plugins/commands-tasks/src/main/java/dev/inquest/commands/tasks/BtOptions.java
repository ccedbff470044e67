package dev.inquest.commands.tasks;

/**
 * How {@code bt} shows frames.
 *
 * @param lines with file and line
 * @param offsets with the pc's offset from the symbol
 * @param hexadecimal offsets in hexadecimal
 * @param words with the words of each frame
 * @param symbolic words in symbols: 0 not, 1 with the names of slab caches, 2 with objects and the names of their caches
 * @param trust with how each frame was found, and why the stack ends
 */
record BtOptions(boolean lines, boolean offsets, boolean hexadecimal, boolean words, int symbolic, boolean trust) {

    BtOptions(boolean lines, boolean offsets, boolean hexadecimal, boolean words) {
        this(lines, offsets, hexadecimal, words, 0, false);
    }
}
