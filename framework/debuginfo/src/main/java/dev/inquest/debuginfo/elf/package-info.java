/** ELF files: headers, sections, notes, symbols, relocations of modules. */
@NullMarked
package dev.inquest.debuginfo.elf;

import org.jspecify.annotations.NullMarked;
