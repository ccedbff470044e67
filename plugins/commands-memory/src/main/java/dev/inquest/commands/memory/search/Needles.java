package dev.inquest.commands.memory.search;

import dev.inquest.api.memory.Memory;

/** What is looked for. Safe for use by many threads. */
interface Needles {

    /** Takes what was found. */
    interface Sink {
        /**
         * Takes one find.
         *
         * @param offset where it begins, in bytes
         * @param which the index of what was found
         * @param value the number as it is in memory, masked bits included; 0 for text
         */
        void found(int offset, int which, long value);
    }

    /**
     * Searches bytes.
     *
     * @param words a page as little-endian words, whatever the byte order of the dump and the host
     * @param from the first offset at which a find may begin
     * @param to the first offset at which none may begin any more
     * @param sink receives finds in the order of their offsets
     */
    void search(long[] words, int from, int to, Sink sink);

    /** Returns how many bytes before the end of what is searched at once a find may begin that goes beyond it. */
    default int reach() {
        return 0;
    }

    /**
     * Returns which of them begins near the end of the bytes that were searched and goes beyond them, or -1.
     *
     * @param words the page
     * @param offset where in it, in bytes
     * @param memory the address space, which has what is behind the page; reading it may unpack a page anew
     * @param address the address there
     */
    default int across(long[] words, int offset, Memory memory, long address) {
        return -1;
    }
}
