/** What is known of a machine whose capture kernel is to be given memory: from its files, or from a dump of it. */
@NullMarked
package dev.inquest.commands.kdump.machine;

import org.jspecify.annotations.NullMarked;
