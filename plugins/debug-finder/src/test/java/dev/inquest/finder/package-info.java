@NullMarked
package dev.inquest.finder;

import org.jspecify.annotations.NullMarked;
