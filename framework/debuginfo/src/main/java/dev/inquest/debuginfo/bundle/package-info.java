/**
 * Layout bundles: all that Inquest needs of one kernel build, and of modules built with it, in a file of a few megabytes.
 *
 * <p>A bundle is a jar, which is an OSGi bundle without code. Its manifest says which kernel it is of, so that a host can choose one without
 * opening the others:
 *
 * <pre>
 * Provide-Capability: inquest.layout;build-id="…";release="6.1.0-56-amd64";arch="x86_64";modules:Long=0;parts:List&lt;String&gt;="…"
 * </pre>
 *
 * Its entry {@code inquest/layout.bin} is stored, not compressed, and begins at a multiple of 4096 in the jar. It is mapped and read in
 * place. A file that holds nothing but these bytes serves as well. This is their grammar, version 1.
 *
 * <p>Numbers {@code u8 … u64} are little-endian whatever the machine; {@code uleb} and {@code sleb} are LEB128 (DWARF 5, section 7.6);
 * {@code text := length:uleb UTF-8 bytes}. Every CRC is CRC-32 as in zlib. All bits that are not named are 0.
 *
 * <h2>File</h2>
 *
 * <pre>
 * file      := header entry[sections] (padding to 8 bytes, section)*
 * header    := magic:u64 = "INQLAYT\n"  version:u32 = 1  0:u32  file size:u64  sections:u32  CRC of all entries:u32
 *              0 up to offset 60, CRC of what is before it:u32
 * entry     := kind:u32  module:u32  offset:u64  size:u64  CRC:u32  0:u32
 * </pre>
 *
 * {@code module} is 0 for the kernel and for what all have in common, else a module's number from 1. The CRC is over the whole section,
 * except for sections in blocks, where it is over the table of blocks and each block has its own. Kinds that a reader does not know are
 * passed over. The version is raised when a file could no longer be read rightly by those who know the version before.
 *
 * <h2>Sections in blocks</h2>
 *
 * <pre>
 * blocks    := count:u32  records:u32  extra:u32  0:u32  block entry[count]  data
 * block entry := key:u64  first:u32  offset:u32  stored:u32  size:u32  CRC of the stored bytes:u32
 * </pre>
 *
 * Records are numbered from 0 over all blocks; {@code first} is the number of a block's first one. {@code key} is a block's address, by
 * which blocks are sorted, unsigned, where records have addresses; else 0. A block's {@code stored} bytes are at {@code offset} of the data.
 * They are raw deflate (RFC 1951) when {@code size} is larger, else they are the block. No block is larger than 1 MiB.
 *
 * <h2>Indexes</h2>
 *
 * <pre>
 * index     := count:u32  bucket bits:u8  value bits:u8  fingerprint bits:u8  0:u8  0:u32
 *              packed(start, bits of count)[2^bucket bits + 1]   packed(value &lt;&lt; fingerprint bits | fingerprint)[count]
 * </pre>
 *
 * Packed numbers follow each other without gaps, lowest bits first; behind each run of them are 8 bytes of zeros. A name is hashed
 * ({@link dev.inquest.debuginfo.bundle.Format#hash}); the hash's upper bits choose the bucket, its lower ones are the fingerprint.
 * Entries of bucket b are those from start b to before start b+1; their values are numbers of records that may have the name.
 *
 * <h2>Kinds of sections</h2>
 *
 * <pre>
 *  1 identity       module:text  build ID:text  release:text  e_machine:u16  big-endian:u8  pointer size:u8
 *                   count:uleb (name:text  address:u64  size:u64  flags:u8)*      flags: 1 code, 2 does not move with the kernel
 *  2 types          blocks of (length:uleb  type); the number of a type is that of its record plus 1; 0 is void
 *  3 type names     index; values are numbers of types. Hashed with the kind: 5 struct, 6 union, 7 enum, 8 typedef, 1 others
 *  4 variables      blocks of (name:text  type:uleb)
 *  5 variable names index of records, hashed with kind 0
 *  6 symbols        blocks of symbol block; the first {@code extra} blocks have symbols that stand for no address
 *  7 symbol names   index of records, hashed with kind 0
 *  8 lines          blocks of line block
 *  9 functions      blocks of function block
 * 10 files          blocks of (path:text  0:uleb), numbered from 1
 * 11 function names blocks of (name:text  file:uleb), numbered from 1; the file in which most calls in such a function stand
 * 12 unwind         blocks of unwind block
 * 13 unwind rows    blocks of (length:uleb  unwind row), numbered from 1
 * 14 function types blocks of function type block
 * </pre>
 *
 * Sections 2, 10, 11 and 13 are the kernel's alone and serve all modules. Addresses are as linked for a kernel. For a module, whose sections are
 * loaded one by one, each section has an address of its own that the file makes up.
 *
 * <pre>
 * type      := 1 name:text size:uleb flags:u8                 integer; flags: 1 signed, 2 _Bool. Spelled as in C: unsigned long
 *            | 2 name:text size:uleb                          floating-point
 *            | 3 size:uleb target:uleb                        pointer
 *            | 4 (count + 1):uleb element:uleb                array; [] has the count -1
 *            | (5 | 6) tag:text (size + 1):uleb n:uleb  name:text[n]  type:uleb[n]  place[n]     struct, union; no size: only declared
 *            | 7 tag:text (size + 1):uleb signed:u8 (name:text (value - last value - 1):sleb)*   enum; the last value begins as -1
 *            | 8 name:text target:uleb                        typedef
 *            | 9 (0 const | 1 volatile | 2 restrict | 3 _Atomic) target:uleb
 *            | 10 variadic:u8 result:uleb (name:text type:uleb)*                                function
 * place     := code:uleb [bits:u8 width:u8]   code: bit 0 whether the rest is there, above it the distance in bytes from the
 *                                             last member as a zigzag number; bits are added to it, width is of a bit-field
 *
 * function type block := n:uleb  (address - that before):uleb[n]  type:uleb[n]        the address before the first is the block's key
 *
 * symbol block := n:uleb  (address - end of the one before):sleb[n]  size:uleb[n]  kind:u8[n]  name:text[n]
 *                 the end before the first is the block's key; kind is nm's letter, plus 128 for a symbol of the first blocks
 *                 that moves with the kernel. Of several at one address the first is the one that an address is told to be
 *
 * line block   := rows:uleb  n:uleb  (address - that of the row before):uleb[rows]  (position - that of the row before):sleb[rows]
 *                 (file - that before):uleb[n]  line:uleb[n]  column:uleb[n]
 *                 a line is a distance from that before where the file is the same. File 0: no line; 1: no name; else number + 1
 *
 * function block := functions:uleb  nodes:uleb  ranges:uleb
 *                 of functions: (start - end of the one before):sleb[]  length:uleb[]  name:uleb[]  nodes inside:uleb[]
 *                 of nodes, parents before children: depth:uleb[]  name:uleb[]  file:uleb[]  line:sleb[]  column:uleb[]  (ranges - 1):uleb[]
 *                 of ranges: start:sleb[]  length:uleb[]
 *                 a node is an inlined function; file, line and column are those of the call. File 0: that of the calling function's name;
 *                 else as in a line block, plus 1. A line is a distance from that of the last call in the block that stands in the
 *                 same function. A range's start is a distance from that of the range before it in the same function, at first from the
 *                 function's start. A function of several ranges is there once for each
 *
 * unwind block := n:uleb  (address - that before):uleb[n]  row:uleb[n]        row 0: not covered
 * unwind row   := kind:u8  flags:u8  return address register:uleb  rule  n:uleb (register:uleb rule)[n]
 *                 kind: 0 call, 1 registers, 2 partial registers, 3 end, 4 undefined; flags: 1 interrupted, 2 from ORC; the first rule gives the CFA
 * rule         := 0 undefined | 1 same | 2 offset:sleb *(CFA + offset) | 3 offset:sleb CFA + offset
 *               | 4 register:uleb offset:sleb register + offset | 5 register:uleb inner:sleb outer:sleb *(register + inner) + outer
 *               | (6 | 7) size:uleb operations   DWARF expression: 6 an address, 7 a value
 * </pre>
 *
 * <p>Nothing is trusted: what a damaged or hostile file says is checked where it is read, costs the part that it stands in and no more, and is
 * told with the file and the offset.
 */
@NullMarked
package dev.inquest.debuginfo.bundle;

import org.jspecify.annotations.NullMarked;
