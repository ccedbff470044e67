/** The kernel's and its modules' symbol tables, as they lie in memory. */
@NullMarked
package dev.inquest.debuginfo.kallsyms;

import org.jspecify.annotations.NullMarked;
