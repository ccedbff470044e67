@NullMarked
package dev.inquest.core.model;

import org.jspecify.annotations.NullMarked;
