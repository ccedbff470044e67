/** The kernel session: one open dump, with everything that is read from it. */
@NullMarked
package dev.inquest.core.session;

import org.jspecify.annotations.NullMarked;
