/** The host: which plugins are installed, where they came from and what is wrong with them. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
