@NullMarked
package dev.inquest.debuginfo.btf;

import org.jspecify.annotations.NullMarked;
