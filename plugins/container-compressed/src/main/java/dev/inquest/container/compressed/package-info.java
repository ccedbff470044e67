/** Dumps that were compressed as a whole: zstd and gzip. */
@NullMarked
package dev.inquest.container.compressed;

import org.jspecify.annotations.NullMarked;
