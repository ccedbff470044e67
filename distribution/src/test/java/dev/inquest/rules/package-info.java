/** The rules of the house: who may depend on whom, what a bundle may export, what a file may contain. */
@NullMarked
package dev.inquest.rules;

import org.jspecify.annotations.NullMarked;
