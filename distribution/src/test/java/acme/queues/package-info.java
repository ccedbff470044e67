/** Plugins of somebody else, from which tests make jars. */
@NullMarked
package acme.queues;

import org.jspecify.annotations.NullMarked;
