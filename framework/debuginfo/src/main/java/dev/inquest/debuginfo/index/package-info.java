/** Indices of files with debug information, kept in the user's cache so that the next process need not make them. */
@NullMarked
package dev.inquest.debuginfo.index;

import org.jspecify.annotations.NullMarked;
