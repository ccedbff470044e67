/** Files that are kept for the user from one run to the next, and can be made again. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.cache;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
