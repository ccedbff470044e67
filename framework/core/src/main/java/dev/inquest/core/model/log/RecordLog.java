package dev.inquest.core.model.log;

import dev.inquest.api.kernel.LogRecord;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of records from 7ff9554bb578 (3.5) to 5.9: kernel/printk/printk.c, {@code struct printk_log} ({@code struct log} before
 * 62e32ac3505a, 3.11).
 *
 * <pre>
 * log_buf    := pointer to the buffer, log_buf_len bytes
 * buffer     := record* from log_first_idx to log_next_idx, going on at 0 behind a record of length 0 or the end
 * record     := header, text[text_len], dict[dict_len], padding up to len
 * header     := ts_nsec u64, len u16, text_len u16, dict_len u16, facility u8, flags:5, level:3, caller_id u32
 * caller_id  := only with CONFIG_PRINTK_CALLER, since 15ff2069cb7f (5.1); bit 31 ? CPU : thread id
 * dict       := (key '=' value) separated by NUL
 * </pre>
 */
@Reads(
        value = {"printk_log", "log"},
        required = {"ts_nsec", "len", "text_len"},
        optional = {"dict_len", "caller_id"},
        mayLack = true,
        since = "7ff9554bb578 (3.5), removed by 896fbe20b4e2 (5.10)")
public final class RecordLog implements LogForm {
    private static final long MOST_BYTES = 1L << 31;

    private final Memory memory;
    private final LogLayout layout;

    RecordLog(Memory memory, LogLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    @Override
    public void read(Consumer<LogRecord> action, Consumer<String> remark) {
        long size = memory.u32(layout.need("log_buf_len"));
        if (size < 16 || size > MOST_BYTES) {
            throw new MissingTypeException("the log's buffer is damaged: a size of " + size + " bytes");
        }
        Window buffer = new Window(memory, memory.pointer(layout.need("log_buf")), size);
        long next = memory.u32(layout.need("log_next_idx"));
        long index = memory.u32(layout.need("log_first_idx"));
        Header header = new Header(layout, memory.order());
        byte[] bytes = new byte[0x10000];
        boolean wrapped = false;
        while (index != next) {
            if (index + header.size > size) {
                if (wrapped) {
                    remark.accept("the log's records do not lead to its end");
                    return;
                }
                wrapped = true;
                index = 0;
                continue;
            }
            String problem = buffer.read(index, bytes, header.size);
            if (problem != null) {
                remark.accept("the log cannot be read on: " + problem);
                return;
            }
            int length = header.number(bytes, header.length);
            if (length == 0) {
                if (wrapped) {
                    remark.accept("the log's records do not lead to its end");
                    return;
                }
                wrapped = true;
                index = 0;
                continue;
            }
            if (length < header.size || index + length > size || wrapped && index + length > next) {
                remark.accept("the log's record at " + index + " is damaged: a length of " + length + " bytes");
                return;
            }
            problem = buffer.read(index, bytes, length);
            if (problem != null) {
                remark.accept("the log cannot be read on: " + problem);
                return;
            }
            action.accept(header.record(bytes, length));
            index += length;
        }
    }

    private static final class Header {
        private final ByteOrder order;
        private final int size;
        private final int time;
        private final int length;
        private final int textLength;
        private final int dictLength;
        private final OptionalInt caller;

        Header(LogLayout layout, ByteOrder order) {
            String struct = layout.has("printk_log") ? "printk_log" : "log";
            this.order = order;
            this.size = layout.size(struct);
            this.time = layout.offset(struct, "ts_nsec");
            this.length = layout.offset(struct, "len");
            this.textLength = layout.offset(struct, "text_len");
            this.dictLength = layout.find(struct, "dict_len").orElse(textLength + 2);
            this.caller = layout.find(struct, "caller_id");
            if (dictLength + 4 > size || time + 8 > size || length + 2 > size || textLength + 2 > size) {
                throw new MissingTypeException("the layout of struct " + struct + " is not a log record's");
            }
        }

        int number(byte[] bytes, int offset) {
            return (int) Window.number(order, bytes, offset, 2);
        }

        LogRecord record(byte[] bytes, int total) {
            int textBytes = Math.min(number(bytes, textLength), total - size);
            int dictBytes = Math.min(number(bytes, dictLength), total - size - textBytes);
            // facility, then one byte with flags:5 and level:3, follow dict_len in all kernels; VMCOREINFO does not
            // tell of them.
            int facility = bytes[dictLength + 2] & 0xff;
            int flags = bytes[dictLength + 3] & 0xff;
            return new LogRecord(
                    Window.number(order, bytes, time, 8),
                    order == ByteOrder.LITTLE_ENDIAN ? flags >> 5 : flags & 7,
                    facility,
                    caller(bytes),
                    new String(bytes, size, textBytes, StandardCharsets.UTF_8),
                    dictionary(new String(bytes, size + textBytes, dictBytes, StandardCharsets.UTF_8)));
        }

        private @Nullable String caller(byte[] bytes) {
            if (caller.isEmpty() || caller.getAsInt() + 4 > size) {
                return null;
            }
            long id = Window.number(order, bytes, caller.getAsInt(), 4);
            return (id & 0x8000_0000L) != 0 ? "C" + (id & 0x7fff_ffffL) : "T" + id;
        }

        private static Map<String, String> dictionary(String text) {
            if (text.isEmpty()) {
                return Map.of();
            }
            Map<String, String> map = new LinkedHashMap<>();
            int start = 0;
            while (start < text.length()) {
                int end = text.indexOf('\0', start);
                end = end < 0 ? text.length() : end;
                int equals = text.indexOf('=', start);
                if (equals > start && equals < end) {
                    map.putIfAbsent(text.substring(start, equals), text.substring(equals + 1, end));
                }
                start = end + 1;
            }
            return map;
        }
    }
}
