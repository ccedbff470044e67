/**
 * Kernel structures that the model reads, bound to Java: together the field manifest of the model. Where kernels differ in a
 * member's name or place, the member's note tells the commit that changed it.
 */
@NullMarked
package dev.inquest.core.model.struct;

import org.jspecify.annotations.NullMarked;
