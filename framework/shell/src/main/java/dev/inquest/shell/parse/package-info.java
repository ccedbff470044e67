/** The shell's language: several commands, quotes, pipes and redirection. It knows no command. */
@NullMarked
package dev.inquest.shell.parse;

import org.jspecify.annotations.NullMarked;
