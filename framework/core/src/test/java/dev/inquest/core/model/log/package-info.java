@NullMarked
package dev.inquest.core.model.log;

import org.jspecify.annotations.NullMarked;
