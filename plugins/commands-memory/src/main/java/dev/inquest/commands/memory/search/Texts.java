package dev.inquest.commands.memory.search;

import dev.inquest.api.memory.Memory;
import java.util.Arrays;
import java.util.List;

/** Strings, at any address. Eight places are looked at together, for the two bytes of a string that are met least. */
final class Texts implements Needles {
    private static final long LOW_BYTES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BYTES = 0x8080_8080_8080_8080L;

    /** Bytes that memory is full of, the most frequent first: zeros and ones, then text. */
    private static final String COMMON = "\0\u00ff e_tanirsolcdpum\nhgfbyv.k/wx0123456789";

    private final List<byte[]> texts;
    private final int rare;
    private final int longest;

    /** Makes needles of strings that are not empty. */
    Texts(List<byte[]> texts) {
        this.texts = texts;
        this.rare = rarePair(texts.getFirst());
        this.longest = texts.stream().mapToInt(text -> text.length).max().orElse(1);
    }

    @Override
    public void search(long[] words, int from, int to, Sink sink) {
        int start = from >> 3;
        int end = to + 7 >> 3;
        if (texts.size() > 1) {
            several(words, start, end, from, to, sink);
            return;
        }
        byte[] text = texts.getFirst();
        if (text.length == 1) {
            several(words, start, end, from, to, sink);
            return;
        }
        long first = (text[rare] & 0xff) * LOW_BYTES;
        long second = (text[rare + 1] & 0xff) * LOW_BYTES;
        end = Math.min(words.length, to + rare + 7 >> 3);
        for (int i = from + rare >> 3; i < end; i++) {
            long one = words[i] ^ first;
            long zero = one - LOW_BYTES & ~one & HIGH_BYTES;
            if (zero == 0) {
                continue;
            }
            if (i + 1 < words.length) {
                // Where the first byte of the pair is, the second must follow.
                long two = (words[i] >>> 8 | words[i + 1] << 56) ^ second;
                if ((zero & (two - LOW_BYTES & ~two)) == 0) {
                    continue;
                }
            }
            exact(words, i * 8 - rare, from, to, sink);
        }
    }

    /** Returns where in a string the two bytes stand together that are met least, going by how often each is in text and in memory. */
    private static int rarePair(byte[] text) {
        int best = 0;
        int most = -1;
        for (int i = 0; i + 1 < text.length; i++) {
            int rarity = rarity(text[i]) + rarity(text[i + 1]);
            if (rarity > most) {
                most = rarity;
                best = i;
            }
        }
        return best;
    }

    private static int rarity(byte one) {
        int place = COMMON.indexOf((char) (one & 0xff));
        return place < 0 ? COMMON.length() : place;
    }

    private void several(long[] words, int start, int end, int from, int to, Sink sink) {
        long[] firsts = new long[texts.size()];
        for (int j = 0; j < firsts.length; j++) {
            firsts[j] = (texts.get(j)[0] & 0xff) * LOW_BYTES;
        }
        for (int i = start; i < end; i++) {
            for (long first : firsts) {
                long one = words[i] ^ first;
                if ((one - LOW_BYTES & ~one & HIGH_BYTES) != 0) {
                    exact(words, i * 8, from, to, sink);
                    break;
                }
            }
        }
    }

    /** Looks at each place in one word. */
    private void exact(long[] words, int at, int from, int to, Sink sink) {
        int size = words.length * 8;
        for (int offset = Math.max(at, from); offset < Math.min(at + 8, to); offset++) {
            for (int i = 0; i < texts.size(); i++) {
                byte[] text = texts.get(i);
                if (offset + text.length <= size && equal(words, offset, text, text.length)) {
                    sink.found(offset, i, 0);
                }
            }
        }
    }

    private static boolean equal(long[] words, int at, byte[] text, int length) {
        for (int i = 0; i < length; i++) {
            int place = at + i;
            if ((byte) (words[place >> 3] >>> (place & 7) * 8) != text[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int reach() {
        return longest - 1;
    }

    @Override
    public int across(long[] words, int offset, Memory memory, long address) {
        int left = words.length * 8 - offset;
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            if (text.length > left && equal(words, offset, text, left)) {
                byte[] there = new byte[text.length];
                if (memory.tryRead(address, there, 0, there.length) == null && Arrays.equals(text, there)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
