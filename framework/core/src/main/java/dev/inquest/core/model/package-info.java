/** What is in the kernel: tasks, CPUs, modules, the log, who died, and stacks. */
@NullMarked
package dev.inquest.core.model;

import org.jspecify.annotations.NullMarked;
