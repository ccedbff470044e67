/** Tests of the host with the whole distribution; in the host's package to reach it. */
@NullMarked
package dev.inquest.launcher;

import org.jspecify.annotations.NullMarked;
