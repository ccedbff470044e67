@NullMarked
package dev.inquest.debuginfo.file;

import org.jspecify.annotations.NullMarked;
