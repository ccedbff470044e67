/** What plugins read of the kernel's structures, checked against a kernel without a dump. */
@NullMarked
package dev.inquest.core.manifest;

import org.jspecify.annotations.NullMarked;
