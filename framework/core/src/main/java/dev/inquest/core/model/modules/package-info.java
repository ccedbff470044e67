/** Loaded modules: one class for each form in which {@code struct module} has told where a module's memory and sections lie. */
@NullMarked
package dev.inquest.core.model.modules;

import org.jspecify.annotations.NullMarked;
