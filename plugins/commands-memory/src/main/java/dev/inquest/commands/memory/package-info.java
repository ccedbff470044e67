/** Commands about memory: {@code rd}, {@code struct}, {@code kmem}. */
@NullMarked
package dev.inquest.commands.memory;

import org.jspecify.annotations.NullMarked;
