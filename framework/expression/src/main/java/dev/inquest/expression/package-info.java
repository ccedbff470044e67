/** Parses and evaluates C expressions. */
@NullMarked
package dev.inquest.expression;

import org.jspecify.annotations.NullMarked;
