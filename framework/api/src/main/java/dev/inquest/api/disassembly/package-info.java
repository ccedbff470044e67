/** Machine code as people read it. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.disassembly;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
