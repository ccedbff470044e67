/** A kernel made of bytes and hand-written types, for tests. */
@NullMarked
package dev.inquest.core.model.fake;

import org.jspecify.annotations.NullMarked;
