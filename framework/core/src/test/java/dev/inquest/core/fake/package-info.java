/** Stand-ins for dumps, machines and sources, for tests. */
@NullMarked
package dev.inquest.core.fake;

import org.jspecify.annotations.NullMarked;
