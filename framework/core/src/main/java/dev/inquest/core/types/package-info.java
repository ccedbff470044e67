/** Types of all sources as one table, C's spelling of them, and the types of well-known globals. */
@NullMarked
package dev.inquest.core.types;

import org.jspecify.annotations.NullMarked;
