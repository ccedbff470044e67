/** Everything that differs between instruction sets: translation, registers, unwinding. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.arch;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
