/** Tests of the reader of ELF files. */
@NullMarked
package dev.inquest.debuginfo.elf;

import org.jspecify.annotations.NullMarked;
