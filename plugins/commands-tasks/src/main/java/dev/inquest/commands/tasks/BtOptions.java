package dev.inquest.commands.tasks;

/**
 * How {@code bt} shows frames.
 *
 * @param lines with file and line
 * @param offsets with the pc's offset from the symbol
 * @param hexadecimal offsets in hexadecimal
 * @param words with the words of each frame
 */
record BtOptions(boolean lines, boolean offsets, boolean hexadecimal, boolean words) {}
