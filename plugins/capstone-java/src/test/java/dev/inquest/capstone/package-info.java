@NullMarked
package dev.inquest.capstone;

import org.jspecify.annotations.NullMarked;
