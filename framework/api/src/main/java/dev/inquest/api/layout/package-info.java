/** Where types, symbols, lines and unwind rows come from. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.layout;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
