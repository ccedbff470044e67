/** Commands about tasks and their stacks: {@code ps}, {@code bt}, {@code foreach}, {@code set}. */
@NullMarked
package dev.inquest.commands.tasks;

import org.jspecify.annotations.NullMarked;
