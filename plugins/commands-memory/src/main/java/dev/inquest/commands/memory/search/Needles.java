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
     * Returns which of them begins at an address and goes beyond the bytes that were searched, or -1.
     *
     * @param memory the address space
     * @param address where
     * @param left how many bytes there were
     */
    default int across(Memory memory, long address, int left) {
        return -1;
    }
}
