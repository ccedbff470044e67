package dev.inquest.core.model.log;

import dev.inquest.api.kernel.LogRecord;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The buffer of plain text before 3.5 (kernel/printk.c).
 *
 * <pre>
 * log_buf    := pointer to the buffer, log_buf_len bytes, a power of two
 * log_end    := number of characters written so far; the next one goes to log_end modulo log_buf_len
 * logged_chars := how many of them are in the buffer
 * line       := ('&lt;' priority '&gt;')? ('[' seconds '.' microseconds ']' ' ')? text '\n'
 * priority   := facility * 8 + level, decimal
 * </pre>
 */
public final class TextLog implements LogForm {
    private static final long MOST_BYTES = 1L << 31;
    private static final int MOST_LINE = 0x8000;
    private static final int DEFAULT_LEVEL = 4;

    private final Memory memory;
    private final LogLayout layout;

    TextLog(Memory memory, LogLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    @Override
    public void read(Consumer<LogRecord> action, Consumer<String> remark) {
        long size = memory.u32(layout.need("log_buf_len"));
        if (size < 16 || size > MOST_BYTES || Long.bitCount(size) != 1) {
            throw new MissingTypeException("the log's buffer is damaged: a size of " + size + " bytes");
        }
        Window buffer = new Window(memory, memory.pointer(layout.need("log_buf")), size);
        long end = memory.u32(layout.need("log_end"));
        long length = layout.symbol("logged_chars").isPresent()
                ? memory.u32(layout.need("logged_chars"))
                : Math.min(end, size);
        length = Math.min(length, size);
        byte[] line = new byte[MOST_LINE];
        byte[] one = new byte[1];
        int filled = 0;
        for (long i = 0; i < length; i++) {
            String problem = buffer.read(end - length + i & size - 1, one, 1);
            if (problem != null) {
                remark.accept("the log cannot be read on: " + problem);
                return;
            }
            if (one[0] != '\n') {
                line[filled++] = one[0];
            }
            if (filled == MOST_LINE || one[0] == '\n') {
                action.accept(parse(new String(line, 0, filled, StandardCharsets.UTF_8)));
                filled = 0;
            }
        }
        if (filled > 0) {
            action.accept(parse(new String(line, 0, filled, StandardCharsets.UTF_8)));
        }
    }

    /** Parses a line. */
    static LogRecord parse(String line) {
        int level = DEFAULT_LEVEL;
        int facility = 0;
        long ns = 0;
        String rest = line;
        int close = rest.startsWith("<") ? rest.indexOf('>') : -1;
        if (close > 1 && close < 6 && digits(rest, 1, close)) {
            int priority = Integer.parseInt(rest.substring(1, close));
            level = priority & 7;
            facility = priority >> 3;
            rest = rest.substring(close + 1);
        }
        close = rest.startsWith("[") ? rest.indexOf("] ") : -1;
        int dot = rest.indexOf('.');
        if (close > 0 && dot > 0 && dot < close) {
            String seconds = rest.substring(1, dot).strip();
            String micros = rest.substring(dot + 1, close);
            if (micros.length() == 6
                    && seconds.length() < 10
                    && digits(seconds, 0, seconds.length())
                    && digits(micros, 0, micros.length())) {
                ns = Long.parseLong(seconds) * 1_000_000_000L + Long.parseLong(micros) * 1000L;
                rest = rest.substring(close + 2);
            }
        }
        return new LogRecord(ns, level, facility, null, rest, Map.of());
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return to > from;
    }
}
