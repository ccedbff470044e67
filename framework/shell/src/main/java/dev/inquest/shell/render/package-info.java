/** Results as text, JSON, NDJSON, CSV and HTML. */
@NullMarked
package dev.inquest.shell.render;

import org.jspecify.annotations.NullMarked;
