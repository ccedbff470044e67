package dev.inquest.core.model.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.LogRecord;
import dev.inquest.core.model.fake.FakeKernel;
import dev.inquest.core.model.fake.FakeTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link RecordLog} on buffers laid out byte by byte. */
class RecordLogTest {
    private static final long BUFFER = 0xffff_8880_0300_0000L;
    private static final int SIZE = 256;

    private final FakeKernel kernel = new FakeKernel();

    @BeforeEach
    void buffer() {
        kernel.types
                .struct("printk_log")
                .with("ts_nsec", FakeTypes.LONG)
                .with("len", FakeTypes.SHORT)
                .with("text_len", FakeTypes.SHORT)
                .with("dict_len", FakeTypes.SHORT)
                .with("facility", FakeTypes.BYTE)
                .with("flags_and_level", FakeTypes.BYTE)
                .done();
        kernel.variable("log_buf", 0x1000, BUFFER, 8);
        kernel.variable("log_buf_len", 0x1008, SIZE, 4);
        kernel.variable("log_first_idx", 0x100c, 0, 4);
        kernel.variable("log_next_idx", 0x1010, 0, 4);
        kernel.memory.zero(BUFFER, SIZE);
    }

    /** Writes a record; returns where the next one goes. */
    private int put(int at, long ns, int level, String text, String dict) {
        int length = (16 + text.length() + dict.length() + 7) / 8 * 8;
        kernel.memory.put(BUFFER + at, ns, 8);
        kernel.memory.put(BUFFER + at + 8, length, 2);
        kernel.memory.put(BUFFER + at + 10, text.length(), 2);
        kernel.memory.put(BUFFER + at + 12, dict.length(), 2);
        kernel.memory.put(BUFFER + at + 15, level << 5 | 2, 1);
        kernel.memory.text(BUFFER + at + 16, text + dict);
        kernel.memory.put(0x1010, at + length, 4);
        return at + length;
    }

    private List<String> texts() {
        return kernel.log().stream().map(LogRecord::text).toList();
    }

    @Test
    void recordsWithDictionary() {
        int next = put(0, 0, 5, "Linux version 4.19", "");
        put(next, 1_500_000_000L, 6, "registered", "SUBSYSTEM=pci\0DEVICE=+pci:0000:00:03.0");
        assertEquals(
                List.of(
                        new LogRecord(0, 5, 0, null, "Linux version 4.19", Map.of()),
                        new LogRecord(
                                1_500_000_000L,
                                6,
                                0,
                                null,
                                "registered",
                                Map.of("SUBSYSTEM", "pci", "DEVICE", "+pci:0000:00:03.0"))),
                kernel.log());
        assertEquals(List.of(), kernel.messages());
    }

    @Test
    void emptyRecordSendsToTheStart() {
        int end = put(40, 1, 6, "older", "");
        kernel.memory.put(BUFFER + end + 8, 0, 2);
        put(0, 2, 6, "newer", "");
        kernel.memory.put(0x100c, 40, 4);
        assertEquals(List.of("older", "newer"), texts());
    }

    @Test
    void recordThatEndsWithTheBufferSendsToTheStart() {
        put(SIZE - 32, 1, 6, "0123456789abcdef", "");
        put(0, 2, 6, "newer", "");
        kernel.memory.put(0x100c, SIZE - 32, 4);
        assertEquals(List.of("0123456789abcdef", "newer"), texts());
    }

    @Test
    void damagedLengthEndsTheLog() {
        int next = put(0, 0, 6, "good", "");
        put(next, 0, 6, "bad", "");
        kernel.memory.put(BUFFER + next + 8, 9, 2);
        assertEquals(List.of("good"), texts());
        assertEquals(List.of("the log's record at 24 is damaged: a length of 9 bytes"), kernel.messages());
    }

    @Test
    void zeroedBufferEnds() {
        put(0, 0, 6, "x", "");
        kernel.memory.zero(BUFFER, SIZE);
        assertEquals(List.of(), texts());
        assertEquals(List.of("the log's records do not lead to its end"), kernel.messages());
    }

    @Test
    void unreadablePageEndsTheLog() {
        int next = put(0, 0, 6, "good", "");
        put(next, 0, 6, "lost", "");
        kernel.memory.remove(BUFFER + next, 100);
        assertEquals(List.of("good"), texts());
        assertTrue(kernel.messages().get(0).startsWith("the log cannot be read on: 0xffff888003000018: excluded"));
    }

    @Test
    void vmcoreInfoIsEnough() {
        put(0, 7, 6, "no debug information", "");
        kernel.types.clear();
        kernel.arch.info = VmcoreInfo.parse("""
                SIZE(printk_log)=16
                OFFSET(printk_log.ts_nsec)=0
                OFFSET(printk_log.len)=8
                OFFSET(printk_log.text_len)=10
                OFFSET(printk_log.dict_len)=12
                """);
        assertEquals(List.of("no debug information"), texts());
    }
}
