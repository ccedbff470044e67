package dev.inquest.api.image;

/**
 * Where and how a dump stores one page.
 *
 * @param file name of the file, as {@link DumpImage#names()} has it; offsets in a file that is wrapped are those of what is inside
 * @param offset offset of the page's data in bytes
 * @param size how many bytes it has there; as many as a page when it is not compressed
 * @param compression {@code "none"}, {@code "zlib"}, {@code "lzo"}, {@code "snappy"}, {@code "zstd"}, or {@code "unknown"} where it cannot
 *     be told
 */
public record PageStorage(String file, long offset, long size, String compression) {}
