/** DWARF expressions (DWARF 5, section 2.5): where a value of a stopped program lies, or what it is. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.location;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
