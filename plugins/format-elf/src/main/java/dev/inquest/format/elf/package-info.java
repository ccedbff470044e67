/** ELF dumps: copies of /proc/vmcore, makedumpfile's ELF output, QEMU's dump-guest-memory. */
@NullMarked
package dev.inquest.format.elf;

import org.jspecify.annotations.NullMarked;
