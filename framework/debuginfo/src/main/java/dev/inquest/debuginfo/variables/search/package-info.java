/**
 * The search for variables that no table names. Each {@link dev.inquest.debuginfo.variables.search.Rule} finds one variable, and says what
 * proves it; {@link dev.inquest.debuginfo.variables.search.Rules} has them all. A rule begins with something that is certain, a
 * variable whose address is known, a function that kallsyms names, or a text that only this variable has, and what it finds there must be, by
 * its content, what it is taken for. Where not exactly one place passes, nothing is found.
 */
@NullMarked
package dev.inquest.debuginfo.variables.search;

import org.jspecify.annotations.NullMarked;
