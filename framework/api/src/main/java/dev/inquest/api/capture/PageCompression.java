package dev.inquest.api.capture;

/** How the pages of a written dump are compressed, each for itself. */
public enum PageCompression {
    /** Not at all. */
    NONE,
    /** zlib's format (RFC 1950); makedumpfile's {@code -c}. */
    ZLIB,
    /** LZO1X; makedumpfile's {@code -l}. */
    LZO,
    /** Snappy; makedumpfile's {@code -p}. */
    SNAPPY,
    /** Zstandard; makedumpfile's {@code -z}. */
    ZSTD
}
