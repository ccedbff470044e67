/** Bounded reading of bytes that nobody has vouched for. */
@NullMarked
package dev.inquest.debuginfo.data;

import org.jspecify.annotations.NullMarked;
