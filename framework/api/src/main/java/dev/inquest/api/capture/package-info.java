/** Writing dumps: which page frames to keep, how to compress them, where the bytes go. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.capture;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
