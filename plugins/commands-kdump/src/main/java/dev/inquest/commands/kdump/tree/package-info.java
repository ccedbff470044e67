/** Files of a machine: a folder, or an archive of a sosreport. */
@NullMarked
package dev.inquest.commands.kdump.tree;

import org.jspecify.annotations.NullMarked;
