/** A dump's memory and what belongs to it, made by hand. */
@NullMarked
package dev.inquest.debuginfo.fakes;

import org.jspecify.annotations.NullMarked;
