/**
 * Names of variables where the kernel's symbol table has none: a kernel built without CONFIG_KALLSYMS_ALL keeps the names of functions alone
 * (scripts/kallsyms.c, symbol_valid). What it keeps beside them, and what this reads:
 *
 * <ul>
 *   <li>the table of exported symbols, in which its loader of modules looks names up ({@link dev.inquest.debuginfo.variables.ExportSearch});
 *   <li>VMCOREINFO, which names a few;
 *   <li>the places of variables in their sections, which BTF tells of per-CPU variables; where a section begins, those of its variables
 *       tell that are exported ({@link dev.inquest.debuginfo.variables.PlacedVariables}).
 * </ul>
 */
@NullMarked
package dev.inquest.debuginfo.variables;

import org.jspecify.annotations.NullMarked;
