@NullMarked
package dev.inquest.format.kdump;

import org.jspecify.annotations.NullMarked;
