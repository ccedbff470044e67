/** The kernel's log: one class for each form in which printk has kept it. */
@NullMarked
package dev.inquest.core.model.log;

import org.jspecify.annotations.NullMarked;
