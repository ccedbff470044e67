/**
 * A client of debuginfod (elfutils): {@code GET URL/buildid/ID/debuginfo}, with a cache of the same form as that of elfutils' own client, so that what
 * one has fetched the other finds.
 */
@NullMarked
package dev.inquest.finder.debuginfod;

import org.jspecify.annotations.NullMarked;
