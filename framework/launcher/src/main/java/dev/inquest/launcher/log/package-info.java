/** Log messages of libraries: nothing by default, standard error when {@code INQUEST_LOG} names a level. */
@NullMarked
package dev.inquest.launcher.log;

import org.jspecify.annotations.NullMarked;
