/**
 * ORC, the unwind tables that objtool makes for x86_64 kernels (arch/x86/include/asm/orc_types.h, arch/x86/kernel/unwind_orc.c;
 * Documentation/arch/x86/orc-unwinder.rst).
 *
 * <pre>
 * .orc_unwind_ip := offset:s32*      each from its own address to the first instruction that the row holds for; ascending
 * .orc_unwind    := row*             as many
 * row            := sp_offset:s16, bp_offset:s16, flags:u16         6 bytes, little-endian
 * .orc_header    := hash: 20 bytes   SHA-1 of the definitions in orc_types.h; since Linux 6.4, commit b9f174c811e3
 *
 * flags, bit      0–3     4–7     8      9      10      11
 * 4.14            sp_reg  bp_reg  type...                         commit ee9f8fce9964
 * 4.18            sp_reg  bp_reg  type...       end               commit d31a580266ee
 * 6.3             sp_reg  bp_reg  type...       signal  end       commit ffb1b4a41016
 * 6.4             sp_reg  bp_reg  type................  signal    commit fb799447ae29
 * 7.1             the same, registers numbered anew               commit 1735858caa4b
 *
 * type up to 6.3: 0 CALL, 1 REGS, 2 REGS_PARTIAL; an sp_reg of 0 is the end of the stack when "end" is set, otherwise unknown
 * type from 6.4:  0 UNDEFINED, 1 END_OF_STACK, 2 CALL, 3 REGS, 4 REGS_PARTIAL
 *
 * register              0          1        2    3    4    5    6    7    8            9            10
 * up to 7.0             UNDEFINED  PREV_SP  DX   DI   BP   SP   R10  R13  BP_INDIRECT  SP_INDIRECT  AX
 * from 7.1              UNDEFINED  AX       DX   SP   BP   DI   R10  R13  PREV_SP      SP_INDIRECT  BP_INDIRECT
 * </pre>
 *
 * <p>AX is of vendors' kernels before 7.1. The previous stack pointer, which is DWARF's CFA, is {@code sp_reg + sp_offset};
 * for SP_INDIRECT {@code *(sp) + sp_offset} (Linux 5.12, commit 87ccc826bf1c; no kernel before used it); for BP_INDIRECT
 * {@code *(bp + sp_offset)}. The caller's bp is at {@code PREV_SP + bp_offset}, at {@code bp + bp_offset}, or unchanged. At the CFA of
 * a REGS row begins a whole {@code struct pt_regs}, at that of REGS_PARTIAL the five words that the CPU pushed; that of a CALL row
 * has the return address just below.
 */
@NullMarked
package dev.inquest.debuginfo.orc;

import org.jspecify.annotations.NullMarked;
