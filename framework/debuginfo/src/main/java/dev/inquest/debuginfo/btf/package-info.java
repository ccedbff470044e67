/** The BPF type format: the kernel's own description of its C types. */
@NullMarked
package dev.inquest.debuginfo.btf;

import org.jspecify.annotations.NullMarked;
