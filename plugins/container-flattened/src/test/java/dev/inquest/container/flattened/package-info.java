@NullMarked
package dev.inquest.container.flattened;

import org.jspecify.annotations.NullMarked;
