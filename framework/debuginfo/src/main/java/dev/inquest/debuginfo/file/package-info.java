/** Files with debug information as the rest of the program sees them. */
@NullMarked
package dev.inquest.debuginfo.file;

import org.jspecify.annotations.NullMarked;
