/** The capture side: is the machine ready to dump, is kdump configured as meant, how much memory must be kept for it. */
@NullMarked
package dev.inquest.commands.kdump;

import org.jspecify.annotations.NullMarked;
