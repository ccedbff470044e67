/** Commands about the kernel as a whole: {@code sys}, {@code log}, {@code mod}, {@code sym}. */
@NullMarked
package dev.inquest.commands.kernel;

import org.jspecify.annotations.NullMarked;
