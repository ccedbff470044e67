package dev.inquest.commands.memory.search;

import dev.inquest.api.memory.Memory;
import java.util.Iterator;

/**
 * Where to search.
 *
 * @param memory the address space, for what goes beyond one page
 * @param extents what to search, in the order of addresses; asked for by one thread at a time
 */
record Space(Memory memory, Iterator<Extent> extents) {}
