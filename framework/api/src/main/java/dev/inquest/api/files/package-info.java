/** Files: the names of dentries, mounts and open files. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.files;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
