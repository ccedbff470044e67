@NullMarked
package dev.inquest.commands.dump.classify;

import org.jspecify.annotations.NullMarked;
