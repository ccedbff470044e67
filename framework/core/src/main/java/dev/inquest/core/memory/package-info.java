/** Physical and virtual memory over a dump's pages. */
@NullMarked
package dev.inquest.core.memory;

import org.jspecify.annotations.NullMarked;
