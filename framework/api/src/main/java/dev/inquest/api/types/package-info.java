/** C types and typed values. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.types;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
