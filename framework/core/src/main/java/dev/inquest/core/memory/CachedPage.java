package dev.inquest.core.memory;

import dev.inquest.api.image.Bytes;
import dev.inquest.api.memory.Fault;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one page: its bytes or why there are none. Its fields are final, so threads may pass it to one another
 * through a plain array.
 *
 * @param number the page's address divided by the page size
 * @param bytes exactly one page, in little-endian order, or null
 * @param fault why there are no bytes; its address is the page's. Null when there are
 */
record CachedPage(
        long number, @Nullable ByteBuffer bytes, @Nullable Fault fault) {

    /** Returns a page of some bytes. */
    static CachedPage of(long number, MemorySegment bytes) {
        return new CachedPage(number, Bytes.view(bytes, ByteOrder.LITTLE_ENDIAN), null);
    }
}
