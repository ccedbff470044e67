/** What page frames hold, as {@code struct page} tells: what makedumpfile's dump levels leave out. */
@NullMarked
package dev.inquest.commands.dump.classify;

import org.jspecify.annotations.NullMarked;
