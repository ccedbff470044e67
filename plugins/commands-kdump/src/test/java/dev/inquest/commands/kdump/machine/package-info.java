@NullMarked
package dev.inquest.commands.kdump.machine;

import org.jspecify.annotations.NullMarked;
