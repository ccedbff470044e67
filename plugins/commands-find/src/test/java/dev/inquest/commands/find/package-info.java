@NullMarked
package dev.inquest.commands.find;

import org.jspecify.annotations.NullMarked;
