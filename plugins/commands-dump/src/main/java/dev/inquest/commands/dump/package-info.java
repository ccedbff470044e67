/** Commands over dumps as files: what is in them, filtering, splitting, checking, comparing. */
@NullMarked
package dev.inquest.commands.dump;

import org.jspecify.annotations.NullMarked;
