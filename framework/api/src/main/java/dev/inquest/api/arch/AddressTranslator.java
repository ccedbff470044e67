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
     */
    record Step(String level, long entryAddress, long entry, String note) {}
}
