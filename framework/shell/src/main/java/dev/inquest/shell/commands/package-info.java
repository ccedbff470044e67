/** The commands that belong to the shell itself: help, plugins, aliases, the end. */
@NullMarked
package dev.inquest.shell.commands;

import org.jspecify.annotations.NullMarked;
