@NullMarked
package dev.inquest.debuginfo.variables;

import org.jspecify.annotations.NullMarked;
