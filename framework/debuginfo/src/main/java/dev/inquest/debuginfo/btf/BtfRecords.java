package dev.inquest.debuginfo.btf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of one section by their numbers. Opening goes over all records once to learn where each begins, and checks that each lies
 * inside the section; what a record says is checked when it is asked for. The section is copied to the heap with two bulk copies, since
 * plain arrays are much the fastest in a process that has just started; through buffers, which need fewer classes for it than segments.
 */
final class BtfRecords {
    private static final int MAGIC = 0xeb9f;
    private static final int HEADER_BYTES = 24;
    /** Bits 16 to 23, 29 and 30 of a record's info have no meaning yet. */
    private static final int UNUSED_INFO = 0x60ff0000;
    /** Words that one call goes over: Java compiles what is called often long before what loops for long. */
    private static final int PIECE = 256;

    private final String describe;
    private final @Nullable BtfRecords base;
    private final int firstId;
    private final int firstString;
    private final int[] words;
    private final byte[] strings;
    private int[] starts = new int[0];
    private int[] named = new int[0];
    private boolean enumsTellSign;

    private BtfRecords(String describe, @Nullable BtfRecords base, int[] words, byte[] strings) {
        this.describe = describe;
        this.base = base;
        this.firstId = base == null ? 1 : base.endId();
        this.firstString = base == null ? 0 : base.endString();
        this.words = words;
        this.strings = strings;
    }

    static BtfRecords open(MemorySegment section, ByteOrder order, String describe, @Nullable BtfRecords base)
            throws BtfException {
        long size = section.byteSize();
        if (size < HEADER_BYTES) {
            throw new BtfException(describe + " is only " + size + " bytes long");
        }
        byte[] head = new byte[HEADER_BYTES];
        section.asSlice(0, HEADER_BYTES).asByteBuffer().get(head);
        boolean big = order == ByteOrder.BIG_ENDIAN;
        int magic = (int) number(head, 0, 2, big);
        if (magic != MAGIC) {
            throw new BtfException(describe
                    + (number(head, 0, 2, !big) == MAGIC
                            ? " is of the other byte order"
                            : " begins with 0x" + Integer.toHexString(magic) + " instead of 0xeb9f"));
        }
        if (head[2] != 1) {
            throw new BtfException(describe + " has version " + (head[2] & 0xff) + ", known is 1");
        }
        long header = number(head, 4, 4, big);
        long typeOffset = number(head, 8, 4, big);
        long typeLength = number(head, 12, 4, big);
        long stringOffset = number(head, 16, 4, big);
        long stringLength = number(head, 20, 4, big);
        if (header < HEADER_BYTES
                || header + typeOffset + typeLength > size
                || header + stringOffset + stringLength > size
                || stringLength > Integer.MAX_VALUE - 8
                || typeLength > Integer.MAX_VALUE - 8) {
            throw new BtfException(describe + " is cut short: its header names parts beyond its " + size + " bytes");
        }
        if ((typeLength & 3) != 0) {
            throw new BtfException(describe + " has types of " + typeLength + " bytes, which is no multiple of 4");
        }
        int[] words = new int[(int) (typeLength >> 2)];
        section.asSlice(header + typeOffset, typeLength)
                .asByteBuffer()
                .order(order)
                .asIntBuffer()
                .get(words);
        byte[] strings = new byte[(int) stringLength];
        section.asSlice(header + stringOffset, stringLength).asByteBuffer().get(strings);
        if (strings.length == 0 ? base == null : strings[strings.length - 1] != 0 || base == null && strings[0] != 0) {
            throw new BtfException(describe + " has strings that do not begin and end with a NUL");
        }
        BtfRecords records = new BtfRecords(describe, base, words, strings);
        records.index();
        return records;
    }

    private static long number(byte[] bytes, int at, int size, boolean big) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[big ? at + i : at + size - 1 - i] & 0xff;
        }
        return value;
    }

    /** What was found of the records up to some place. */
    private static final class Found {
        private int[] starts;
        private int count;
        private int[] named;
        private int names;
        private boolean signs;

        Found(int words) {
            starts = new int[Math.min(words / 3, Math.max(16, words / 4))];
            named = new int[Math.min(words / 3, Math.max(16, words / 24))];
        }
    }

    /** Finds where each record begins, and which have names that can be looked up. */
    private void index() throws BtfException {
        Found found = new Found(words.length);
        for (int at = 0; at < words.length; ) {
            at = index(at, Math.min(words.length, at + PIECE), found);
        }
        if (firstId > Integer.MAX_VALUE - 8 - found.count) {
            throw new BtfException(describe + " has too many types");
        }
        starts = Arrays.copyOf(found.starts, found.count);
        named = Arrays.copyOf(found.named, found.names);
        enumsTellSign = found.signs;
    }

    /** Goes over the records that begin before a place; returns the end of the last. */
    private int index(int from, int end, Found found) throws BtfException {
        int[] all = words;
        int count = found.count;
        int at = from;
        while (at < end) {
            if (all.length - at < 3) {
                throw new BtfException(describe + " is damaged: type " + (firstId + count) + " is cut short");
            }
            int info = all[at + 1];
            int kind = info >>> 24 & 0x1f;
            int vlen = info & 0xffff;
            int extra = BtfKind.extraWords(kind, vlen);
            if (extra < 0 || (info & UNUSED_INFO) != 0 || extra > all.length - at - 3) {
                throw new BtfException(describe + " is damaged or newer than this program: type " + (firstId + count)
                        + " has info 0x" + Integer.toHexString(info));
            }
            if (count == found.starts.length) {
                found.starts = Arrays.copyOf(found.starts, Math.min(all.length / 3, count * 2));
            }
            found.starts[count] = at;
            boolean lookedUp = switch (kind) {
                case BtfKind.INT, BtfKind.STRUCT, BtfKind.UNION, BtfKind.TYPEDEF, BtfKind.VAR, BtfKind.FLOAT -> true;
                case BtfKind.ENUM -> {
                    found.signs |= info < 0;
                    yield vlen > 0;
                }
                case BtfKind.ENUM64 -> {
                    found.signs = true;
                    yield true;
                }
                default -> false;
            };
            if (lookedUp && all[at] != 0) {
                if (found.names == found.named.length) {
                    found.named = Arrays.copyOf(found.named, Math.min(all.length / 3, found.names * 2));
                }
                found.named[found.names++] = firstId + count;
            }
            count++;
            at += 3 + extra;
        }
        found.count = count;
        return at;
    }

    String describe() {
        return describe;
    }

    /** Returns the number of this section's first type. */
    int firstId() {
        return firstId;
    }

    /** Returns the number after this section's last type. */
    int endId() {
        return firstId + starts.length;
    }

    private int endString() {
        return firstString + strings.length;
    }

    /** Returns the numbers of the types that have names to be looked up: no functions, no declarations. */
    int[] named() {
        return named;
    }

    /**
     * Returns whether the encoder was one that marks signed enumerations with kind_flag (pahole 1.24 with Linux 6.0's format); older ones
     * mark none.
     */
    boolean enumsTellSign() {
        return enumsTellSign;
    }

    /** Returns whether there is a type of this number, here or in the base. */
    boolean has(int id) {
        return id >= 0 && id < endId();
    }

    /** Returns the section that a number's record is in. */
    BtfRecords of(int id) {
        BtfRecords records = this;
        while (id < records.firstId && records.base != null) {
            records = records.base;
        }
        return records;
    }

    private int start(int id) {
        return starts[id - firstId];
    }

    /** Returns the kind; the number must be one of this section's own, as with all methods below. */
    int kind(int id) {
        return words[start(id) + 1] >>> 24 & 0x1f;
    }

    int vlen(int id) {
        return words[start(id) + 1] & 0xffff;
    }

    boolean kindFlag(int id) {
        return words[start(id) + 1] < 0;
    }

    int nameOffset(int id) {
        return words[start(id)];
    }

    /** Returns the size in bytes; for kinds that have one. */
    long size(int id) {
        return words[start(id) + 2] & 0xffffffffL;
    }

    /** Returns the number of the type that is referred to; for kinds that do. */
    int target(int id) {
        return words[start(id) + 2];
    }

    /** Returns a word behind the record's first three. */
    int extra(int id, int index) {
        return words[start(id) + 3 + index];
    }

    /** Returns which constant of an enumeration has a name, or -1. */
    int constant(int id, byte[] name) {
        int count = vlen(id);
        int step = kind(id) == BtfKind.ENUM64 ? 3 : 2;
        for (int i = 0; i < count; i++) {
            if (stringIs(extra(id, i * step), name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the string at an offset; empty at 0 and null when the offset is not inside. */
    @Nullable
    String string(int offset) {
        if (base != null && offset >= 0 && offset < firstString) {
            return base.string(offset);
        }
        int from = offset - firstString;
        if (offset < 0 || from < 0 || from >= strings.length) {
            return null;
        }
        int to = from;
        while (strings[to] != 0) {
            to++;
        }
        return new String(strings, from, to - from, StandardCharsets.UTF_8);
    }

    /** Returns a hash of the string at an offset, as {@link #hash(byte[])} gives it; that of the empty string when it is not inside. */
    int hash(int offset) {
        if (base != null && offset >= 0 && offset < firstString) {
            return base.hash(offset);
        }
        int at = offset - firstString;
        int hash = 0;
        if (offset < 0 || at < 0 || at >= strings.length) {
            return hash;
        }
        byte[] all = strings;
        byte b;
        while ((b = all[at++]) != 0) {
            hash = hash * 31 + b;
        }
        return hash;
    }

    static int hash(byte[] name) {
        int hash = 0;
        for (byte b : name) {
            hash = hash * 31 + b;
        }
        return hash;
    }

    /** Returns whether the string at an offset has these bytes. */
    boolean stringIs(int offset, byte[] name) {
        if (base != null && offset >= 0 && offset < firstString) {
            return base.stringIs(offset, name);
        }
        int from = offset - firstString;
        if (offset < 0 || from < 0 || from > strings.length - name.length - 1) {
            return false;
        }
        return strings[from + name.length] == 0
                && Arrays.equals(strings, from, from + name.length, name, 0, name.length);
    }
}
