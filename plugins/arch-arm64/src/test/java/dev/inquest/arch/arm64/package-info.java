/** Tests over machines made of hand-laid bytes. */
@NullMarked
package dev.inquest.arch.arm64;

import org.jspecify.annotations.NullMarked;
