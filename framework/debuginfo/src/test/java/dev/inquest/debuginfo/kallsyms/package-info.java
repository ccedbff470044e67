@NullMarked
package dev.inquest.debuginfo.kallsyms;

import org.jspecify.annotations.NullMarked;
