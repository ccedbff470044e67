/** Archives that are read without being unpacked to a disk. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.archive;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
