/** Walks over the kernel's trees: red-black trees, radix trees, XArrays and maple trees, in the forms that kernels of different age have. */
@Version("1.0.0")
@NullMarked
package dev.inquest.api.tree;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
