@NullMarked
package dev.inquest.commands.dump.write;

import org.jspecify.annotations.NullMarked;
