/**
 * Where debug information is looked for: in folders that the user named, where distributions put it, and on debuginfod servers.
 */
@NullMarked
package dev.inquest.finder;

import org.jspecify.annotations.NullMarked;
