/** Reads kdump's configuration files and judges them. */
@NullMarked
package dev.inquest.commands.kdump.lint;

import org.jspecify.annotations.NullMarked;
