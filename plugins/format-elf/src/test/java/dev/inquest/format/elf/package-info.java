@NullMarked
package dev.inquest.format.elf;

import org.jspecify.annotations.NullMarked;
