package dev.inquest.commands.memory.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Strings are found at every place, whichever of their bytes are looked for first. */
class TextsTest {
    private static final int SIZE = 256;

    @Test
    void theSameAsByLookingAtEachPlace() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            // Few letters, so that there are many finds and near misses.
            byte[] page = letters(random, SIZE, 2 + random.nextInt(3));
            byte[] text = letters(random, 1 + random.nextInt(round % 2 == 0 ? 4 : 20), 2);
            int from = random.nextInt(SIZE);
            int to = from + 1 + random.nextInt(SIZE - from);
            assertEquals(
                    expected(page, text, from, to),
                    found(page, text, from, to),
                    () -> new String(text, StandardCharsets.ISO_8859_1));
        }
    }

    /** What goes beyond the page is read only where its beginning stands at the page's end. */
    @Test
    void acrossThePagesEnd() {
        TwoPages memory = new TwoPages();
        memory.put(4093, "abcdef");
        Texts texts = new Texts(List.of(bytes("zzzzz"), bytes("abcdef")));
        assertEquals(5, texts.reach());
        long[] words = words(Arrays.copyOf(memory.bytes, 4096));
        assertEquals(1, texts.across(words, 4093, memory, 4093));
        assertEquals(1, memory.reads);
        for (int offset : new int[] {4091, 4092, 4094, 4095}) {
            assertEquals(-1, texts.across(words, offset, memory, offset));
        }
        assertEquals(1, memory.reads);
        memory.put(4096, "X");
        assertEquals(-1, texts.across(words, 4093, memory, 4093));
    }

    private static final class TwoPages implements Memory {
        private final byte[] bytes = new byte[8192];
        private int reads;

        void put(int at, String text) {
            System.arraycopy(TextsTest.bytes(text), 0, bytes, at, text.length());
        }

        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
            reads++;
            System.arraycopy(bytes, (int) address, destination, offset, length);
            return null;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long[] words(byte[] page) {
        long[] words = new long[page.length / 8];
        ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        return words;
    }

    private static byte[] letters(Random random, int size, int different) {
        // a is frequent, Q is rare; zeros are what memory is full of.
        String letters = "aQ\0b";
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) letters.charAt(random.nextInt(different));
        }
        return bytes;
    }

    private static List<Integer> expected(byte[] page, byte[] text, int from, int to) {
        List<Integer> places = new ArrayList<>();
        for (int at = from; at < to && at + text.length <= page.length; at++) {
            int same = 0;
            while (same < text.length && page[at + same] == text[same]) {
                same++;
            }
            if (same == text.length) {
                places.add(at);
            }
        }
        return places;
    }

    private static List<Integer> found(byte[] page, byte[] text, int from, int to) {
        List<Integer> places = new ArrayList<>();
        new Texts(List.of(text)).search(words(page), from, to, (offset, which, value) -> places.add(offset));
        return places;
    }
}
