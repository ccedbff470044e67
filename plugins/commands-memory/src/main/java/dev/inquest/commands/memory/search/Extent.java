package dev.inquest.commands.memory.search;

/**
 * A piece of memory to search: addresses that follow one another, and so do the physical ones behind them.
 *
 * @param address the first address, as results show it
 * @param physical the physical address of the first byte
 * @param length how many bytes
 */
record Extent(long address, long physical, long length) {}
