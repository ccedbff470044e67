/** Tests of the log. */
@NullMarked
package dev.inquest.launcher.log;

import org.jspecify.annotations.NullMarked;
