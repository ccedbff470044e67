/** Makes layout bundles of a vmlinux and modules. */
@NullMarked
package dev.inquest.debuginfo.bundle.build;

import org.jspecify.annotations.NullMarked;
