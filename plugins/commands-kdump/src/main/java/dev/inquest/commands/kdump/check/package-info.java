/** Whether a machine's next crash will leave a dump. */
@NullMarked
package dev.inquest.commands.kdump.check;

import org.jspecify.annotations.NullMarked;
