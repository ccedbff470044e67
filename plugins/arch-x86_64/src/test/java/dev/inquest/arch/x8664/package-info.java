/** Tests over machines made of hand-laid bytes. */
@NullMarked
package dev.inquest.arch.x8664;

import org.jspecify.annotations.NullMarked;
