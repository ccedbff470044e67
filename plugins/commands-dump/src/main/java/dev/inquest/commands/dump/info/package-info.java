/** What a dump is and has. */
@NullMarked
package dev.inquest.commands.dump.info;

import org.jspecify.annotations.NullMarked;
