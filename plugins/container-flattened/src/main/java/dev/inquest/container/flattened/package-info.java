/** makedumpfile's flattened form of a dump. */
@NullMarked
package dev.inquest.container.flattened;

import org.jspecify.annotations.NullMarked;
