/** Compressed kdump files as makedumpfile and QEMU write them. */
@NullMarked
package dev.inquest.format.kdump;

import org.jspecify.annotations.NullMarked;
