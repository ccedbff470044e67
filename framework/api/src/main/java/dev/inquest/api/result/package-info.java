/** What commands return, and how it is rendered. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.result;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
