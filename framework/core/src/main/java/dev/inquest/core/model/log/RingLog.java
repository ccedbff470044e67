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
 * The ring of records since 896fbe20b4e2 (5.10): kernel/printk/printk_ringbuffer.h.
 *
 * <pre>
 * prb        := pointer to struct printk_ringbuffer { desc_ring, text_data_ring, … }
 * desc_ring  := count_bits, descs[2^count_bits], infos[2^count_bits], head_id, tail_id
 * desc       := state_var (state in the two highest bits of a long, id in the others), text_blk_lpos { begin, next }
 * state      := 0 reserved | 1 committed | 2 finalized | 3 reusable
 * info       := seq u64, ts_nsec u64, text_len u16, facility u8, flags:5, level:3, caller_id u32, dev_info
 * caller_id  := bit 31 ? CPU : thread id
 * dev_info   := subsystem[16], device[48]                (since 74caba7f2a06, 5.10)
 * text_data_ring := size_bits, data[2^size_bits], head_lpos, tail_lpos
 * block      := id long, text                            (at begin; at the start of data if it would not fit before the end)
 * </pre>
 *
 * <p>The records are those from tail_id to head_id whose descriptor still has their id and is committed or finalized. The lowest bit of
 * begin and next says that a record has no block. A logical position counts bytes without end; its remainder by the size is the
 * index, its quotient tells whether a block wraps. An {@code atomic_long_t} is nothing but its long.
 */
@Reads(
        value = "printk_ringbuffer",
        required = {"desc_ring", "text_data_ring"},
        mayLack = true,
        since = "896fbe20b4e2 (5.10)")
@Reads(
        value = "prb_desc_ring",
        required = {"count_bits", "descs", "infos", "tail_id", "head_id"},
        mayLack = true,
        since = "896fbe20b4e2 (5.10)")
@Reads(
        value = "prb_desc",
        required = {"state_var", "text_blk_lpos"},
        mayLack = true,
        since = "896fbe20b4e2 (5.10)")
@Reads(
        value = "prb_data_ring",
        required = {"size_bits", "data"},
        mayLack = true,
        since = "896fbe20b4e2 (5.10)")
@Reads(
        value = "prb_data_blk_lpos",
        required = {"begin", "next"},
        mayLack = true,
        since = "896fbe20b4e2 (5.10)")
@Reads(
        value = "printk_info",
        required = {"ts_nsec", "text_len"},
        optional = {"caller_id", "dev_info"},
        lost = "callers and devices of log records",
        mayLack = true,
        since = "896fbe20b4e2 (5.10)")
@Reads(
        value = "dev_printk_info",
        optional = {"subsystem", "device"},
        lost = "devices of log records",
        mayLack = true,
        since = "74caba7f2a06 (5.10)")
public final class RingLog implements LogForm {
    private static final int MOST_COUNT_BITS = 26;
    private static final int MOST_SIZE_BITS = 31;

    private final Memory memory;
    private final LogLayout layout;
    private final ByteOrder order;
    private final int longSize;

    RingLog(Memory memory, LogLayout layout) {
        this.memory = memory;
        this.layout = layout;
        this.order = memory.order();
        this.longSize = memory.pointerSize();
    }

    @Override
    public void read(Consumer<LogRecord> action, Consumer<String> remark) {
        new Pass().run(action, remark);
    }

    /** One pass over the ring. */
    private final class Pass {
        private final long ring = memory.pointer(layout.need("prb"));
        private final long descRing = ring + layout.offset("printk_ringbuffer", "desc_ring");
        private final long textRing = ring + layout.offset("printk_ringbuffer", "text_data_ring");
        private final int countBits = bits(descRing + layout.offset("prb_desc_ring", "count_bits"), MOST_COUNT_BITS);
        private final int sizeBits = bits(textRing + layout.offset("prb_data_ring", "size_bits"), MOST_SIZE_BITS);
        private final long idMask = -1L >>> (64 - longSize * 8 + 2);
        private final Window descs;
        private final Window infos;
        private final Window texts;
        private final byte[] desc = new byte[layout.size("prb_desc")];
        private final byte[] info = new byte[layout.size("printk_info")];
        private final byte[] head = new byte[8];
        private final byte[] text = new byte[0x10000];
        private final int stateAt = layout.offset("prb_desc", "state_var");
        private final int textAt = layout.offset("prb_desc", "text_blk_lpos");
        private final int beginAt = textAt + layout.offset("prb_data_blk_lpos", "begin");
        private final int nextAt = textAt + layout.offset("prb_data_blk_lpos", "next");
        private final InfoReader infoReader = new InfoReader(layout, order);
        private int lost;
        private @Nullable String firstLoss;

        Pass() {
            long count = 1L << countBits;
            descs = array(descRing + layout.offset("prb_desc_ring", "descs"), count * desc.length);
            infos = array(descRing + layout.offset("prb_desc_ring", "infos"), count * info.length);
            texts = array(textRing + layout.offset("prb_data_ring", "data"), 1L << sizeBits);
        }

        private int bits(long address, int most) {
            long bits = memory.u32(address);
            if (bits < 1 || bits > most) {
                throw new MissingTypeException("the log's ring is damaged: a size of 2^" + bits);
            }
            return (int) bits;
        }

        private Window array(long pointer, long size) {
            return new Window(memory, memory.pointer(pointer), size);
        }

        void run(Consumer<LogRecord> action, Consumer<String> remark) {
            long tail = id(descRing + layout.offset("prb_desc_ring", "tail_id"));
            long headId = id(descRing + layout.offset("prb_desc_ring", "head_id"));
            long count = 1L << countBits;
            long distance = headId - tail & idMask;
            if (distance >= count) {
                remark.accept("the log's ring is damaged: its ids go from " + tail + " to " + headId + ", and it holds "
                        + count);
                tail = headId - count + 1 & idMask;
                distance = count - 1;
            }
            for (long i = 0; i <= distance; i++) {
                record(tail + i & idMask, action);
            }
            if (lost > 0) {
                remark.accept(lost + " records of the log cannot be read: " + firstLoss);
            }
        }

        private long id(long atomic) {
            return memory.unsigned(atomic, longSize) & idMask;
        }

        private void record(long id, Consumer<LogRecord> action) {
            long index = id & (1L << countBits) - 1;
            String problem = descs.read(index * desc.length, desc, desc.length);
            if (problem != null) {
                lose(problem);
                return;
            }
            long stateVariable = Window.number(order, desc, stateAt, longSize);
            int state = (int) (stateVariable >>> longSize * 8 - 2 & 3);
            if ((stateVariable & idMask) != id || state != 1 && state != 2) {
                // Never written, being written when the machine stopped, or given up for a newer one.
                return;
            }
            problem = infos.read(index * info.length, info, info.length);
            if (problem != null) {
                lose(problem);
                return;
            }
            int length = (int) Window.number(order, info, infoReader.textLength, 2);
            String message = text(id, length);
            if (message != null) {
                action.accept(infoReader.record(info, message));
            }
        }

        private @Nullable String text(long id, int length) {
            long begin = Window.number(order, desc, beginAt, longSize);
            long next = Window.number(order, desc, nextAt, longSize);
            if ((begin & 1) != 0 || (next & 1) != 0 || length == 0) {
                return "";
            }
            long mask = (1L << sizeBits) - 1;
            long at = begin & mask;
            long room;
            if (begin >>> sizeBits == next - 1 >>> sizeBits) {
                room = next - begin;
            } else {
                at = 0;
                room = next & mask;
            }
            room -= longSize;
            String problem = texts.read(at, head, longSize);
            if (problem == null && (Window.number(order, head, 0, longSize) & idMask) != id || room < 0) {
                problem = "the text of record " + id + " was overwritten";
            }
            int bytes = (int) Math.min(length, room);
            if (problem == null) {
                problem = texts.read(at + longSize, text, bytes);
            }
            if (problem != null) {
                lose(problem);
                return null;
            }
            return new String(text, 0, bytes, StandardCharsets.UTF_8);
        }

        private void lose(String problem) {
            lost++;
            if (firstLoss == null) {
                firstLoss = problem;
            }
        }
    }

    /** Reads {@code struct printk_info}. */
    private static final class InfoReader {
        private static final long ON_CPU = 0x8000_0000L;

        private final ByteOrder order;
        private final int time;
        private final int textLength;
        private final OptionalInt caller;
        private final OptionalInt subsystem;
        private final OptionalInt device;

        InfoReader(LogLayout layout, ByteOrder order) {
            this.order = order;
            this.time = layout.offset("printk_info", "ts_nsec");
            this.textLength = layout.offset("printk_info", "text_len");
            this.caller = layout.find("printk_info", "caller_id");
            OptionalInt devInfo = layout.find("printk_info", "dev_info");
            this.subsystem = inside(devInfo, layout.find("dev_printk_info", "subsystem"));
            this.device = inside(devInfo, layout.find("dev_printk_info", "device"));
        }

        private static OptionalInt inside(OptionalInt outer, OptionalInt inner) {
            return outer.isPresent() && inner.isPresent()
                    ? OptionalInt.of(outer.getAsInt() + inner.getAsInt())
                    : OptionalInt.empty();
        }

        LogRecord record(byte[] info, String text) {
            long ns = Window.number(order, info, time, 8);
            // facility, then one byte with flags:5 and level:3, follow text_len in all kernels; VMCOREINFO does not
            // tell of them.
            int facility = info[textLength + 2] & 0xff;
            int flags = info[textLength + 3] & 0xff;
            int level = order == ByteOrder.LITTLE_ENDIAN ? flags >> 5 : flags & 7;
            return new LogRecord(ns, level, facility, caller(info), text, dictionary(info));
        }

        private @Nullable String caller(byte[] info) {
            if (caller.isEmpty()) {
                return null;
            }
            long id = Window.number(order, info, caller.getAsInt(), 4);
            return (id & ON_CPU) != 0 ? "C" + (id & ~ON_CPU) : "T" + id;
        }

        private Map<String, String> dictionary(byte[] info) {
            String subsystemName = string(info, subsystem, 16);
            String deviceName = string(info, device, 48);
            if (subsystemName.isEmpty() && deviceName.isEmpty()) {
                return Map.of();
            }
            Map<String, String> map = new LinkedHashMap<>();
            if (!subsystemName.isEmpty()) {
                map.put("SUBSYSTEM", subsystemName);
            }
            if (!deviceName.isEmpty()) {
                map.put("DEVICE", deviceName);
            }
            return map;
        }

        private static String string(byte[] info, OptionalInt offset, int size) {
            if (offset.isEmpty()) {
                return "";
            }
            int start = offset.getAsInt();
            int limit = Math.min(start + size, info.length);
            int end = start;
            while (end < limit && info[end] != 0) {
                end++;
            }
            return end <= start ? "" : new String(info, start, end - start, StandardCharsets.UTF_8);
        }
    }
}
