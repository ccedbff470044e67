/** The kernel in a dump: tasks, modules, log, stacks, and structures bound to Java interfaces. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.kernel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
