/** Commands: their declaration, their arguments and what they run in. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
