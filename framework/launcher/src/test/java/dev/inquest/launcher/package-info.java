/** Tests of the host's parts. */
@NullMarked
package dev.inquest.launcher;

import org.jspecify.annotations.NullMarked;
