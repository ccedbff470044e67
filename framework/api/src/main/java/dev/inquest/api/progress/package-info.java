/** Progress and cancellation of long work. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.progress;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
