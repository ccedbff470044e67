/** Whether dumps can be read, and how they differ. */
@NullMarked
package dev.inquest.commands.dump.check;

import org.jspecify.annotations.NullMarked;
