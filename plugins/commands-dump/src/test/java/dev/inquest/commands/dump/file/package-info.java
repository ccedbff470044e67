@NullMarked
package dev.inquest.commands.dump.file;

import org.jspecify.annotations.NullMarked;
