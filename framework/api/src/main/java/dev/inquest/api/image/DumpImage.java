package dev.inquest.api.image;

import dev.inquest.api.result.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open dump: physical memory by page frame, notes and facts. Safe for use by many threads; reads take no locks.
 */
public interface DumpImage extends AutoCloseable {

    /** Returns the paths or names of the files, as the user gave them. */
    List<String> names();

    /** Returns what the headers say of the dump. */
    DumpFacts facts();

    /** Returns the machine that was dumped. */
    Machine machine();

    /** Returns the size of a page frame in bytes, a power of two; the unit of {@link #page}. */
    int pageSize();

    /** Returns the number of the first page frame that the headers describe; 0 where they do not tell. Memory of arm64 seldom begins at 0. */
    default long firstPfn() {
        long first = Long.MAX_VALUE;
        for (Segment segment : segments()) {
            first = Math.min(first, Long.divideUnsigned(segment.physical(), pageSize()));
        }
        return segments().isEmpty() ? 0 : first;
    }

    /** Returns the number of the first page frame that lies beyond everything the dump describes. */
    long endPfn();

    /**
     * Returns one page of physical memory.
     *
     * @param pfn page frame number: physical address divided by {@link #pageSize()}
     */
    Page page(long pfn);

    /**
     * Tells what the dump has of a run of page frames, without reading them: for those who go over all memory. Beginning at {@code pfn},
     * all frames of the run are in the dump, or all are missing for one reason. Runs are as long as the format can tell at little cost, so
     * neighbouring ones may be alike; a frame that a run tells of may still turn out to be lost when it is read.
     *
     * @param pfn a page frame number below {@link #endPfn()}
     */
    default Run run(long pfn) {
        return new Run(pfn, pfn + 1, page(pfn) instanceof Page.Missing missing ? missing : null);
    }

    /**
     * Tells of pages of zeros without reading them, where the dump is a sparse file: for those who go over all memory.
     *
     * @param pfn a page frame number
     * @return the first page frame behind those that are known to be in the dump and zeros; {@code pfn} itself when none are known to
     */
    default long zerosEnd(long pfn) {
        return pfn;
    }

    /**
     * Tells where a page lies in the files and how it is stored there; nothing when the page is not in the dump, or its place cannot be
     * told.
     *
     * @param pfn a page frame number
     */
    default Optional<PageStorage> storage(long pfn) {
        return Optional.empty();
    }

    /**
     * Returns the fields of the headers as the files have them, one row a file: {@code file} with its name, then the fields by the names
     * that the format's definition uses.
     */
    default List<Row> headers() {
        return List.of();
    }

    /** Returns all ELF notes in the order of the file; per-CPU notes come in the order of CPUs. */
    List<ElfNote> notes();

    /** Returns the VMCOREINFO text of the dump, if its headers have it. */
    Optional<VmcoreInfo> vmcoreInfo();

    /** Returns the ranges of memory that the headers describe; empty where the format has none. */
    List<Segment> segments();

    @Override
    void close();

    /**
     * A range of physical memory (an ELF {@code PT_LOAD}).
     *
     * @param physical first physical address
     * @param virtual the virtual address that the header gives, 0 where it gives none
     * @param size bytes of memory
     * @param fileSize bytes that the file says it holds of them
     */
    record Segment(long physical, long virtual, long size, long fileSize) {}

    /**
     * Page frames of which the same is known.
     *
     * @param first the first page frame number
     * @param end the first page frame number behind them
     * @param missing why they are not in the dump; null when they are
     */
    record Run(long first, long end, Page.@Nullable Missing missing) {}
}
