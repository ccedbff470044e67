@NullMarked
package dev.inquest.debuginfo.bundle;

import org.jspecify.annotations.NullMarked;
