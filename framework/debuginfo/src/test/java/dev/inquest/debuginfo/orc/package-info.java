@NullMarked
package dev.inquest.debuginfo.orc;

import org.jspecify.annotations.NullMarked;
