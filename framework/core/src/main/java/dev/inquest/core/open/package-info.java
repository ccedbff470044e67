/** Opening: what a file is, and which files belong together. */
@NullMarked
package dev.inquest.core.open;

import org.jspecify.annotations.NullMarked;
