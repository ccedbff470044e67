/** Searching memory: what is looked for, where, and by many threads. */
@NullMarked
package dev.inquest.commands.memory.search;

import org.jspecify.annotations.NullMarked;
