/** Dump files: containers around them, formats, and the image of physical memory that a format opens. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.image;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
