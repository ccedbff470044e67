/** The program behind the command line: options, the session, commands one after the other, exit codes. */
@NullMarked
package dev.inquest.shell;

import org.jspecify.annotations.NullMarked;
