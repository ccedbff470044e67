/** Memory as a dump gives it: bytes, or a fault with a reason. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
