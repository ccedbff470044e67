package dev.inquest.format.kdump;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Bytes;
import dev.inquest.api.image.DumpFacts.Uts;
import dev.inquest.api.image.OpenException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header in block 0 and the sub header in block 1 of a compressed kdump (makedumpfile's IMPLEMENTATION file and
 * diskdump_mod.h, release 1.7.6; QEMU's include/sysemu/dump.h). Numbers have the byte order of the dumped machine; the
 * layout is that of 64-bit machines:
 *
 * <pre>
 * file       = header  sub-header  bitmap1  bitmap2  page-descriptor*  (page data, notes …)
 *              each of the first four begins at a multiple of block_size
 * header     = signature[8]          "KDUMP   ", or "DISKDUMP" of the time before kdump
 *              0x008 header_version:i32
 *              0x00c utsname         six fields of 65 bytes
 *              0x198 timestamp       tv_sec:i64 tv_usec:i64
 *              0x1a8 status:u32      see STATUS_…
 *              0x1ac block_size:i32  bytes; the page size of the machine
 *              0x1b0 sub_hdr_size:i32        blocks
 *              0x1b4 bitmap_blocks:u32       blocks of both bitmaps together
 *              0x1b8 max_mapnr:u32           page frames; cut to 32 bits, version 6 has it whole in the sub header
 *              0x1bc total_ram_blocks:u32 device_blocks:u32 written_blocks:u32 current_cpu:u32
 *              0x1cc nr_cpus:i32
 * sub-header = 0x00 phys_base:u64
 *              0x08 dump_level:i32                            version 1 and later
 *              0x0c split:i32 0x10 start_pfn:u64 0x18 end_pfn:u64         2
 *              0x20 offset_vmcoreinfo:u64 size_vmcoreinfo:u64             3
 *              0x30 offset_note:u64 size_note:u64                         4
 *              0x40 offset_eraseinfo:u64 size_eraseinfo:u64               5
 *              0x50 start_pfn_64:u64 end_pfn_64:u64 max_mapnr_64:u64      6
 * </pre>
 *
 * @param diskdump whether the signature is the old one
 * @param order byte order
 * @param version {@code header_version}
 * @param uts the kernel's name
 * @param timestampSeconds seconds since 1970
 * @param status {@code status}
 * @param blockSize bytes of a block and of a page
 * @param subHeaderBlocks {@code sub_hdr_size}
 * @param bitmapBlocks {@code bitmap_blocks}
 * @param maxMapnr page frames that the bitmaps describe
 * @param dumpLevel makedumpfile's {@code -d}, or -1
 * @param split whether this is a part of a split dump
 * @param startPfn first page frame of the part, 0 when not split
 * @param endPfn first page frame after the part, {@code maxMapnr} when not split
 * @param vmcoreInfo where VMCOREINFO's text lies
 * @param notes where the ELF notes lie
 * @param eraseInfo where makedumpfile's text about erased data lies
 */
record KdumpHeader(
        boolean diskdump,
        ByteOrder order,
        int version,
        Uts uts,
        long timestampSeconds,
        int status,
        int blockSize,
        int subHeaderBlocks,
        long bitmapBlocks,
        long maxMapnr,
        int dumpLevel,
        boolean split,
        long startPfn,
        long endPfn,
        Extent vmcoreInfo,
        Extent notes,
        Extent eraseInfo) {

    /** Pages may be compressed with zlib ({@code DUMP_DH_COMPRESSED_ZLIB}). */
    static final int STATUS_ZLIB = 1;
    /** {@code DUMP_DH_COMPRESSED_LZO}. */
    static final int STATUS_LZO = 2;
    /** {@code DUMP_DH_COMPRESSED_SNAPPY}. */
    static final int STATUS_SNAPPY = 4;
    /** The dump was not written to its end ({@code DUMP_DH_COMPRESSED_INCOMPLETE}). */
    static final int STATUS_INCOMPLETE = 8;
    /** Unused parts of the memory map are left out ({@code DUMP_DH_EXCLUDED_VMEMMAP}). */
    static final int STATUS_EXCLUDED_VMEMMAP = 0x10;
    /** {@code DUMP_DH_COMPRESSED_ZSTD}. */
    static final int STATUS_ZSTD = 0x20;

    /** The newest version of the grammar above. */
    static final int NEWEST_VERSION = 6;

    private static final long KDUMP = 0x4b44_554d_5020_2020L;
    private static final long DISKDUMP = 0x4449_534b_4455_4d50L;
    private static final int SIZE = 0x1d0;
    /** Bytes of the sub header. */
    static final int SUB_HEADER_SIZE = 0x68;

    private static final int SMALLEST_BLOCK = 4096;
    private static final int LARGEST_BLOCK = 1 << 18;
    private static final int UTS_FIELD = 65;

    /** A stretch of the file in bytes; a size of 0 means that the dump has none. */
    record Extent(long offset, long size) {
        static final Extent NONE = new Extent(0, 0);
    }

    /** Returns whether the header knows which kernel failed; QEMU's does not. */
    boolean namesKernel() {
        return !uts.release().isBlank();
    }

    /** Returns the number of bytes before the first bitmap. */
    long bitmapOffset() {
        return (1L + subHeaderBlocks) * blockSize;
    }

    /** Returns the offset of the first page descriptor. */
    long descriptorOffset() {
        return bitmapOffset() + bitmapBlocks * blockSize;
    }

    static boolean hasSignature(ByteSource source) {
        if (source.size() < SIZE) {
            return false;
        }
        long signature = signature(source.slice(0, 8));
        return signature == KDUMP || signature == DISKDUMP;
    }

    static KdumpHeader read(ByteSource source) throws OpenException {
        try {
            return parse(source);
        } catch (IndexOutOfBoundsException e) {
            throw new OpenException(
                    source.name() + ": the dump is cut off inside its header (" + source.size()
                            + " bytes); copy it again, nothing in it can be read",
                    e);
        }
    }

    private static KdumpHeader parse(ByteSource source) throws OpenException {
        MemorySegment segment = source.slice(0, SIZE);
        int little = Bytes.view(segment, ByteOrder.LITTLE_ENDIAN).getInt(8);
        ByteOrder order = (little & 0xffff) != 0 || little == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer bytes = Bytes.view(segment, order);
        int version = bytes.getInt(8);
        int blockSize = bytes.getInt(0x1ac);
        int subHeaderBlocks = bytes.getInt(0x1b0);
        long bitmapBlocks = bytes.getInt(0x1b4) & 0xffff_ffffL;
        if (!plausibleBlock(blockSize) && plausibleBlock(bytes.getInt(0x1a0))) {
            throw new OpenException(
                    source.name()
                            + ": a kdump of a 32-bit machine; only dumps of 64-bit machines can be read, use crash for this one");
        }
        if (version < 0 || version > 0xff || !plausibleBlock(blockSize) || subHeaderBlocks < 0) {
            throw new OpenException(source.name() + ": the kdump header is damaged (version " + version
                    + ", block size " + blockSize + ", sub header of " + subHeaderBlocks
                    + " blocks); copy the dump again");
        }
        boolean diskdump = signature(segment) == DISKDUMP;
        long maxMapnr = bytes.getInt(0x1b8) & 0xffff_ffffL;
        int dumpLevel = -1;
        boolean split = false;
        long startPfn = 0;
        long endPfn = 0;
        Extent vmcoreInfo = Extent.NONE;
        Extent notes = Extent.NONE;
        Extent eraseInfo = Extent.NONE;
        if (!diskdump && subHeaderBlocks > 0) {
            ByteBuffer sub = Bytes.view(source.slice(blockSize, SUB_HEADER_SIZE), order);
            if (version >= 1) {
                dumpLevel = sub.getInt(8);
            }
            if (version >= 2) {
                split = sub.getInt(0xc) != 0;
                startPfn = sub.getLong(0x10);
                endPfn = sub.getLong(0x18);
            }
            if (version >= 3) {
                vmcoreInfo = new Extent(sub.getLong(0x20), sub.getLong(0x28));
            }
            if (version >= 4) {
                notes = new Extent(sub.getLong(0x30), sub.getLong(0x38));
            }
            if (version >= 5) {
                eraseInfo = new Extent(sub.getLong(0x40), sub.getLong(0x48));
            }
            if (version >= 6) {
                startPfn = sub.getLong(0x50);
                endPfn = sub.getLong(0x58);
                maxMapnr = sub.getLong(0x60);
            }
        }
        long limit = bitmapBlocks * blockSize * 8;
        if (maxMapnr <= 0 || maxMapnr > limit) {
            throw new OpenException(source.name() + ": the kdump header is damaged (" + maxMapnr
                    + " page frames, but bitmaps for " + limit / 2 + "); copy the dump again");
        }
        if (!split) {
            startPfn = 0;
            endPfn = maxMapnr;
        } else if (startPfn < 0 || endPfn < startPfn || endPfn > maxMapnr) {
            throw new OpenException(source.name() + ": the kdump header is damaged (part of page frames " + startPfn
                    + " to " + endPfn + " of " + maxMapnr + "); copy the dump again");
        }
        return new KdumpHeader(
                diskdump,
                order,
                version,
                uts(segment),
                bytes.getLong(0x198),
                bytes.getInt(0x1a8),
                blockSize,
                subHeaderBlocks,
                bitmapBlocks,
                maxMapnr,
                dumpLevel,
                split,
                startPfn,
                endPfn,
                vmcoreInfo,
                notes,
                eraseInfo);
    }

    private static boolean plausibleBlock(int size) {
        return size >= SMALLEST_BLOCK && size <= LARGEST_BLOCK && Integer.bitCount(size) == 1;
    }

    private static long signature(MemorySegment bytes) {
        return Bytes.view(bytes, ByteOrder.BIG_ENDIAN).getLong(0);
    }

    private static Uts uts(MemorySegment bytes) {
        return new Uts(
                field(bytes, 0), field(bytes, 1), field(bytes, 2), field(bytes, 3), field(bytes, 4), field(bytes, 5));
    }

    private static String field(MemorySegment bytes, int index) {
        byte[] field = Bytes.copy(bytes.asSlice(0xc + (long) index * UTS_FIELD, UTS_FIELD));
        int length = 0;
        while (length < UTS_FIELD && field[length] != 0) {
            length++;
        }
        return new String(field, 0, length, StandardCharsets.UTF_8);
    }
}
