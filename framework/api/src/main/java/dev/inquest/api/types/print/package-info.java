/** How types and values of the dumped kernel read: as C, as gdb spells values, and as cells that keep their nesting. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.types.print;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
