/** How much memory is kept for the capture kernel, and how much it needs. */
@NullMarked
package dev.inquest.commands.kdump.reserve;

import org.jspecify.annotations.NullMarked;
