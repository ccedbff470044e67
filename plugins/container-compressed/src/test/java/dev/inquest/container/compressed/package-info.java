@NullMarked
package dev.inquest.container.compressed;

import org.jspecify.annotations.NullMarked;
