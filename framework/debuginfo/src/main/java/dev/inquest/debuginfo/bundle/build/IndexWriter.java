package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes an index of names. */
final class IndexWriter {
    private final int fingerprintBits;
    private long[] entries = new long[1024];
    private int count;
    private int largest;

    IndexWriter(int fingerprintBits) {
        this.fingerprintBits = fingerprintBits;
    }

    /** Adds a name of a kind, and the number of its record. */
    void add(int kind, String name, int value) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, count * 2);
        }
        long hash = Format.hash(kind, name.getBytes(StandardCharsets.UTF_8)) & 0xffffffffL;
        entries[count++] = hash << 31 | value;
        largest = Math.max(largest, value);
    }

    SectionData end(int kind, int module) {
        int bucketBits = Math.max(0, bits(count) - 2);
        int valueBits = bits(largest);
        long[] sorted = Arrays.copyOf(entries, count);
        int shift = 63 - bucketBits;
        // By bucket, and inside it by value, so that of several records of one name the first is found first.
        sorted = Arrays.stream(sorted)
                .boxed()
                .sorted((one, other) -> {
                    int buckets = Long.compare(one >>> shift, other >>> shift);
                    return buckets != 0 ? buckets : Long.compare(one & 0x7fffffff, other & 0x7fffffff);
                })
                .mapToLong(Long::longValue)
                .toArray();
        int[] starts = new int[(1 << bucketBits) + 1];
        for (long entry : sorted) {
            starts[(int) (entry >>> shift) + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        Bytes bytes = new Bytes();
        bytes.u32(count).u8(bucketBits).u8(valueBits).u8(fingerprintBits).u8(0).u32(0);
        Packer packer = new Packer();
        for (int start : starts) {
            packer.add(start, bits(count));
        }
        bytes.put(packer.end());
        packer = new Packer();
        long mask = (1L << fingerprintBits) - 1;
        for (long entry : sorted) {
            packer.add((entry & 0x7fffffff) << fingerprintBits | entry >>> 31 & mask, valueBits + fingerprintBits);
        }
        bytes.put(packer.end());
        return new SectionData(kind, module, bytes.toArray(), bytes.size());
    }

    private static int bits(int largest) {
        return 32 - Integer.numberOfLeadingZeros(largest);
    }

    /** Packs numbers, the lowest bits first. */
    private static final class Packer {
        private final Bytes bytes = new Bytes();
        private long pending;
        private int bits;

        void add(long value, int width) {
            pending |= value << bits;
            bits += width;
            while (bits >= 8) {
                bytes.u8((int) pending);
                pending >>>= 8;
                bits -= 8;
            }
        }

        byte[] end() {
            if (bits > 0) {
                bytes.u8((int) pending);
            }
            return bytes.u64(0).toArray();
        }
    }
}
