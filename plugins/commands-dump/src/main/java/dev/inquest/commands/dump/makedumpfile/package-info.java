/** makedumpfile's own command line. */
@NullMarked
package dev.inquest.commands.dump.makedumpfile;

import org.jspecify.annotations.NullMarked;
