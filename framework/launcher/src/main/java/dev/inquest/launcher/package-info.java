/**
 * The host: {@code main()}, the embedded OSGi framework and the folders that plugins come from. It starts the bundles, says which
 * do not work and why, and hands the command line over to the service that runs it.
 */
@NullMarked
package dev.inquest.launcher;

import org.jspecify.annotations.NullMarked;
