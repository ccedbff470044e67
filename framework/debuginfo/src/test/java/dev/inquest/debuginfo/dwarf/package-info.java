@NullMarked
package dev.inquest.debuginfo.dwarf;

import org.jspecify.annotations.NullMarked;
