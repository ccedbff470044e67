package dev.inquest.core.model.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.kernel.LogRecord;
import dev.inquest.core.model.fake.FakeKernel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link TextLog}: lines of a ring of characters. */
class TextLogTest {

    @Test
    void lines() {
        assertEquals(
                new LogRecord(1_000_002_000L, 6, 0, null, "Freeing SMP", Map.of()),
                TextLog.parse("<6>[    1.000002] Freeing SMP"));
        assertEquals(new LogRecord(0, 5, 1, null, "from user space", Map.of()), TextLog.parse("<13>from user space"));
        assertEquals(new LogRecord(0, 4, 0, null, "[drm] no time", Map.of()), TextLog.parse("[drm] no time"));
        assertEquals(new LogRecord(0, 4, 0, null, "<6", Map.of()), TextLog.parse("<6"));
    }

    @Test
    void ringOfCharacters() {
        FakeKernel kernel = new FakeKernel();
        String text = "<4>first\n<5>second\n<6>th";
        kernel.variable("log_buf", 0x1000, 0x2000, 8);
        kernel.variable("log_buf_len", 0x1008, 16, 4);
        kernel.variable("log_end", 0x100c, text.length(), 4);
        kernel.variable("logged_chars", 0x1010, 16, 4);
        for (int i = 0; i < text.length(); i++) {
            kernel.memory.put(0x2000 + (i & 15), text.charAt(i), 1);
        }
        assertEquals(
                List.of("", "second", "th"),
                kernel.log().stream().map(LogRecord::text).toList());
    }
}
