/**
 * kallsyms, the symbol table that the kernel carries in its own read-only data (kernel/kallsyms.c, kernel/kallsyms_internal.h,
 * scripts/kallsyms.c), and the tables that it keeps of its modules' symbols (kernel/module/kallsyms.c).
 *
 * <pre>
 * kallsyms_num_syms      := count:u32
 * kallsyms_names         := name*                      count of them, in the order of address
 * name                   := length, code:u8 * length
 * length                 := u8 below 128 | low 7 bits with bit 7 set:u8, high 7 bits:u8      the second since Linux 6.1
 * kallsyms_token_table   := string*                    256 of them, each ending in NUL; a code stands for a string
 * kallsyms_token_index   := u16 * 256                  where each code's string begins in the table
 * kallsyms_offsets       := 32 bits * count            with kallsyms_relative_base, below; or
 * kallsyms_addresses     := u64 * count                without CONFIG_KALLSYMS_BASE_RELATIVE
 * kallsyms_relative_base := u64
 * </pre>
 *
 * <p>The first character of a name's text is nm's letter for the symbol. An offset becomes an address in one of these ways:
 *
 * <ul>
 *   <li>{@code base + u32};
 *   <li>with CONFIG_KALLSYMS_ABSOLUTE_PERCPU (x86 until Linux 6.15, commit 01157ddc58dc): {@code s32} itself when it is not negative, an
 *       absolute or per-CPU symbol; otherwise {@code base - 1 - s32};
 *   <li>where there is no relative base any more: the offset's own address plus {@code s32}.
 * </ul>
 *
 * <p>Names of 128 codes and more came with commit 73bbb94466fd (Linux 6.1); no kernel before it wrote a length above 127. VMCOREINFO
 * names the tables since Linux 6.0, commit 5fd8fea935a1. kallsyms_markers and kallsyms_seqs_of_names only speed the kernel's own look-ups
 * up and are not read.
 */
@NullMarked
package dev.inquest.debuginfo.kallsyms;

import org.jspecify.annotations.NullMarked;
