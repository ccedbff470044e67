/** Where dumps are written to and what is checked before. */
@NullMarked
package dev.inquest.commands.dump.file;

import org.jspecify.annotations.NullMarked;
