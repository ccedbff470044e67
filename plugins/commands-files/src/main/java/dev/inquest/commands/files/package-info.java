/** Commands about open files. */
@NullMarked
package dev.inquest.commands.files;

import org.jspecify.annotations.NullMarked;
