package dev.inquest.commands.memory.search;

/**
 * A find.
 *
 * @param address where
 * @param which the index of what was found
 * @param value the number in memory; 0 for text
 */
record Hit(long address, int which, long value) {}
