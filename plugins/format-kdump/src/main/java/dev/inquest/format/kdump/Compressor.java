package dev.inquest.format.kdump;

/** Packs pages one way. Not safe for use by two threads at once. */
interface Compressor extends AutoCloseable {

    /**
     * Returns how many bytes of room a page needs in the output, whatever it holds.
     *
     * @param size bytes of a page
     */
    static int room(int size) {
        return size + size / 8 + 1024;
    }

    /**
     * Packs a page.
     *
     * @param page the page; its length is the page size
     * @param out where to; it has {@link #room} behind {@code at}
     * @param at where the output begins
     * @return how many bytes were written; as many as the page has or more when it does not shrink, and then they mean nothing
     */
    int compress(byte[] page, byte[] out, int at);

    /** Frees what is held outside the Java heap. */
    @Override
    default void close() {}
}
