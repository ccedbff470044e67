package dev.inquest.api.types.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The expected strings are those that gdb prints. */
class StringsTest {

    private static String quoted(String text, int size) {
        return Strings.quoted(Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), size), 10, 200);
    }

    @Test
    void oneNulAtTheEndIsLeftOut() {
        assertEquals("\"swapper/0\\000\\000\\000\\000\\000\\000\"", quoted("swapper/0", 16));
        assertEquals("\"abc\"", quoted("abc", 4));
        assertEquals("\"\"", quoted("", 1));
    }

    @Test
    void longRunsAreCounted() {
        assertEquals("\"init\", '\\000' <repeats 11 times>", quoted("init", 16));
        assertEquals("'\\000' <repeats 15 times>", quoted("", 16));
    }

    @Test
    void whatIsNotPrintableIsEscaped() {
        assertEquals("\"a\\\"b\\n\\377\"", Strings.quoted(new byte[] {'a', '"', 'b', '\n', (byte) 0xff}, 10, 200));
    }
}
