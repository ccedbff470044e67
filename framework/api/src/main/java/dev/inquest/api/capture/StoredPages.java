package dev.inquest.api.capture;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link dev.inquest.api.image.DumpImage} may be beside: one whose file has each page compressed for itself. Who writes a dump with
 * the same compression copies the bytes as they are.
 */
public interface StoredPages {

    /** Returns how the file's pages are compressed, but for those that would not have shrunk. */
    PageCompression compression();

    /**
     * Returns a page as the file has it; null when it is not there, or must be read as any page. The bytes are not checked.
     *
     * @param pfn page frame number
     */
    @Nullable
    Stored stored(long pfn);

    /**
     * A page as a file has it.
     *
     * @param compression how it is compressed; {@link PageCompression#NONE} for one that would not have shrunk, or of zeros
     * @param bytes its bytes in the file, read-only
     */
    record Stored(PageCompression compression, MemorySegment bytes) {}
}
