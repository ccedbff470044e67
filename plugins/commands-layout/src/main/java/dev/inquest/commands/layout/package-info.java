/** The command {@code layout}: one class a subcommand. */
@NullMarked
package dev.inquest.commands.layout;

import org.jspecify.annotations.NullMarked;
