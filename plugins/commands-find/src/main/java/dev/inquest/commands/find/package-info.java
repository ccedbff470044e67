/** Finds dumps on a machine and in archives, tells what they are, and what is needed to read them. */
@NullMarked
package dev.inquest.commands.find;

import org.jspecify.annotations.NullMarked;
