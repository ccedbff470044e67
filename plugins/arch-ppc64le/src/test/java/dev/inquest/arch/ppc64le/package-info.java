/** Tests over machines made of hand-laid bytes. */
@NullMarked
package dev.inquest.arch.ppc64le;

import org.jspecify.annotations.NullMarked;
