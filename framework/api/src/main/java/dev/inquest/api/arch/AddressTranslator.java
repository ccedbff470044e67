package dev.inquest.api.arch;

import java.util.List;

/** Translates virtual addresses. Safe for use by many threads. */
public interface AddressTranslator {

    /** Returns the size in bytes of the smallest page that may be mapped, a power of two: 4096 unless the machine has larger ones. */
    default int pageSize() {
        return 4096;
    }

    /**
     * Translates one address. The answer holds to the end of the page of {@link #pageSize()} bytes that contains it.
     *
     * @param virtual the virtual address
     * @return the physical address
     * @throws dev.inquest.api.memory.FaultException when nothing is mapped there, or a page table cannot be read
     */
    long physical(long virtual);

    /**
     * Translates one address and tells each step, as {@code vtop} shows it.
     *
     * @param virtual the virtual address
     * @return the levels that were read, top first; the last one is the one that ended the walk. Empty where no table was read
     */
    List<Step> walk(long virtual);

    /**
     * One level of a walk.
     *
     * @param level the level's name, for instance {@code PGD}
     * @param entryAddress physical address of the entry
     * @param entry the entry; 0 when it could not be read
     * @param note what the entry means, for instance {@code "2MB page"}; may be empty
     * @param span how many bytes of the address space the entry is responsible for, a power of two: those of its page where it maps one;
     *     0 where that is not told
     * @param flags the flags of an entry that maps a page, as the kernel names them; empty for any other
     */
    record Step(String level, long entryAddress, long entry, String note, long span, List<String> flags) {

        /** Makes a step that does not tell what the entry is responsible for. */
        public Step(String level, long entryAddress, long entry, String note) {
            this(level, entryAddress, entry, note, 0, List.of());
        }
    }
}
