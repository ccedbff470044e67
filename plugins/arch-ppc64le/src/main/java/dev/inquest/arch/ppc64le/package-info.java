/** The 64-bit Power architecture, little-endian (Book 3S), as a service. */
@NullMarked
package dev.inquest.arch.ppc64le;

import org.jspecify.annotations.NullMarked;
