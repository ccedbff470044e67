package dev.inquest.testkit.kernel;

import dev.inquest.testkit.kernel.KernelDescription.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the log as kernel/printk/printk_ringbuffer.h has it since 5.10: all records are finalized, none was overwritten. */
final class LogWriter {
    private static final int SIZE_BITS = 17;
    private static final long FINALIZED = 2L << 62;

    private final Scene scene;

    LogWriter(Scene scene) {
        this.scene = scene;
    }

    void write() {
        List<LogLine> log = scene.description.log();
        int countBits = 4;
        while (1 << countBits <= log.size()) {
            countBits++;
        }
        int count = 1 << countBits;
        int descSize = scene.types.sizeOf("prb_desc");
        int infoSize = scene.types.sizeOf("printk_info");
        long descs = scene.image.variable("_printk_rb_static_descs", count * descSize, 8);
        long infos = scene.image.variable("_printk_rb_static_infos", count * infoSize, 8);
        long texts = scene.image.variable("__log_buf", 1 << SIZE_BITS, 8);
        scene.write(descs, new byte[count * descSize]);
        scene.write(infos, new byte[count * infoSize]);
        scene.write(texts, new byte[1 << SIZE_BITS]);
        long position = 0;
        for (int i = 0; i < log.size(); i++) {
            LogLine line = log.get(i);
            long id = (long) count + i;
            byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
            scene.number(texts + position, id, 8);
            scene.write(texts + position + 8, text);
            long next = position + 8 + text.length + 7 & ~7L;
            if (next > 1 << SIZE_BITS) {
                throw new IllegalArgumentException("the log is too long");
            }
            scene.struct("prb_desc", descs + (long) i * descSize)
                    .put("state_var", FINALIZED | id)
                    .put("text_blk_lpos.begin", position)
                    .put("text_blk_lpos.next", next);
            Scene.StructAt info = scene.struct("printk_info", infos + (long) i * infoSize)
                    .put("seq", i)
                    .put("ts_nsec", line.nanoseconds())
                    .put("text_len", text.length)
                    .put("facility", 0)
                    .put("caller_id", 1);
            // The byte behind the facility has five bits of flags below three of the level.
            scene.number(info.at("facility") + 1, (long) line.level() << 5, 1);
            position = next;
        }
        long first = count;
        long last = log.isEmpty() ? first : count + log.size() - 1;
        Scene.StructAt ring = scene.structVariable("printk_rb_static", "printk_ringbuffer");
        ring.put("desc_ring.count_bits", countBits)
                .put("desc_ring.descs", descs)
                .put("desc_ring.infos", infos)
                .put("desc_ring.head_id", last)
                .put("desc_ring.tail_id", first)
                .put("text_data_ring.size_bits", SIZE_BITS)
                .put("text_data_ring.data", texts)
                .put("text_data_ring.head_lpos", position);
        scene.variable("prb", ring.address(), 8);
    }
}
