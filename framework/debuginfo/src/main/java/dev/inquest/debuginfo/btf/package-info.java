/**
 * BTF, the BPF Type Format: the kernel's own description of its C types (Documentation/bpf/btf.rst, include/uapi/linux/btf.h; all
 * kinds up to Linux 6.16).
 *
 * <pre>
 * section   := header type* string*                  numbers in the byte order of the machine
 * header    := magic:u16 = 0xeb9f, version:u8 = 1, flags:u8, hdr_len:u32,
 *              type_off:u32, type_len:u32, str_off:u32, str_len:u32      offsets in bytes from the end of the header
 * type      := name_off:u32, info:u32, size_or_type:u32, extra
 * info      := vlen: bits 0–15, kind: bits 24–28, kind_flag: bit 31
 * extra     := kind INT         u32: bits: bits 0–7, offset: bits 16–23, encoding: bits 24–27 (1 signed, 2 char, 4 bool)
 *            | kind ARRAY       type:u32, index_type:u32, nelems:u32
 *            | STRUCT, UNION    vlen * (name_off:u32, type:u32, offset:u32)
 *            | ENUM             vlen * (name_off:u32, value:s32)
 *            | FUNC_PROTO       vlen * (name_off:u32, type:u32)
 *            | VAR              linkage:u32
 *            | DATASEC          vlen * (type:u32, offset:u32, size:u32)
 *            | DECL_TAG         component_idx:s32
 *            | ENUM64           vlen * (name_off:u32, low:u32, high:u32)
 *            | all others       nothing
 * string    := byte* 0                                name_off counts bytes from the first string, which is empty
 * </pre>
 *
 * <p>Types are numbered from 1 in the order of the section; 0 is {@code void}. A module's <em>split</em> BTF goes on with the numbers
 * and string offsets of the kernel's (Linux 5.11, commits 951bb64621b8 and 36e68442d1af).
 */
@NullMarked
package dev.inquest.debuginfo.btf;

import org.jspecify.annotations.NullMarked;
