/** Interfaces bound to kernel structures by generated classes, and walks over lists. */
@NullMarked
package dev.inquest.core.bind;

import org.jspecify.annotations.NullMarked;
