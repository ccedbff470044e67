@NullMarked
package dev.inquest.debuginfo.data;

import org.jspecify.annotations.NullMarked;
