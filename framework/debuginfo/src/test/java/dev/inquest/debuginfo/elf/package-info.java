@NullMarked
package dev.inquest.debuginfo.elf;

import org.jspecify.annotations.NullMarked;
