/** A kernel described in a few lines of text, laid out in memory as a real one, to be written into a dump of any format. */
@NullMarked
package dev.inquest.testkit.kernel;

import org.jspecify.annotations.NullMarked;
