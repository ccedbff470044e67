/** Commands that evaluate expressions and follow lists: {@code p}, {@code whatis}, {@code list}, {@code eval} and number conversions. */
@NullMarked
package dev.inquest.commands.expression;

import org.jspecify.annotations.NullMarked;
