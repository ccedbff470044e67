/** C expressions over the dumped kernel's memory and types. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.expression;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
