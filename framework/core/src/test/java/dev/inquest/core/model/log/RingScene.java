package dev.inquest.core.model.log;

import dev.inquest.api.types.StructType;
import dev.inquest.core.model.fake.FakeKernel;
import dev.inquest.core.model.fake.FakeTypes;
import java.nio.ByteOrder;

/** Writes a ring as kernel/printk/printk_ringbuffer.c does: 8 descriptors, 256 bytes of text. */
final class RingScene {
    static final int COUNT_BITS = 3;
    static final int SIZE_BITS = 8;
    static final long DATA = 0xffff_8880_0300_0000L;

    private static final long POINTER = 0xffff_ffff_8290_0000L;
    private static final long RING = 0xffff_ffff_8290_1000L;
    private static final long DESCS = 0xffff_8880_0100_0000L;
    private static final long INFOS = 0xffff_8880_0200_0000L;
    /** Ids begin near the end of their 62 bits, as the kernel's do: DESC0_ID. */
    private static final long FIRST_ID = 0x3fff_ffff_ffff_fff8L;

    private static final long ID_MASK = 0x3fff_ffff_ffff_ffffL;

    final FakeKernel kernel;
    private long id = FIRST_ID;
    /** Positions begin so that the first wrap comes soon: BLK0_LPOS. */
    private long head = -(1L << SIZE_BITS);

    RingScene(ByteOrder order) {
        kernel = new FakeKernel(order);
        FakeTypes types = kernel.types;
        StructType place = types.struct("prb_data_blk_lpos")
                .with("begin", FakeTypes.LONG)
                .with("next", FakeTypes.LONG)
                .done();
        types.struct("prb_desc")
                .with("state_var", FakeTypes.LONG)
                .with("text_blk_lpos", place)
                .done();
        StructType device = types.struct("dev_printk_info")
                .with("subsystem", FakeTypes.chars(16))
                .with("device", FakeTypes.chars(48))
                .done();
        types.struct("printk_info")
                .with("seq", FakeTypes.LONG)
                .with("ts_nsec", FakeTypes.LONG)
                .with("text_len", FakeTypes.SHORT)
                .with("facility", FakeTypes.BYTE)
                .with("flags_and_level", FakeTypes.BYTE)
                .with("caller_id", FakeTypes.UNSIGNED)
                .with("dev_info", device)
                .done();
        StructType descRing = types.struct("prb_desc_ring")
                .with("count_bits", FakeTypes.UNSIGNED)
                .at(8, "descs", FakeTypes.POINTER)
                .with("infos", FakeTypes.POINTER)
                .with("head_id", FakeTypes.LONG)
                .with("tail_id", FakeTypes.LONG)
                .done();
        StructType dataRing = types.struct("prb_data_ring")
                .with("size_bits", FakeTypes.UNSIGNED)
                .at(8, "data", FakeTypes.POINTER)
                .with("head_lpos", FakeTypes.LONG)
                .with("tail_lpos", FakeTypes.LONG)
                .done();
        types.struct("printk_ringbuffer")
                .with("desc_ring", descRing)
                .with("text_data_ring", dataRing)
                .done();
        kernel.memory.zero(RING, types.size("printk_ringbuffer"));
        kernel.memory.zero(DESCS, types.size("prb_desc") << COUNT_BITS);
        kernel.memory.zero(INFOS, types.size("printk_info") << COUNT_BITS);
        kernel.memory.zero(DATA, 1L << SIZE_BITS);
        kernel.variable("prb", POINTER, RING, 8);
        ring("desc_ring.count_bits", COUNT_BITS);
        ring("desc_ring.descs", DESCS);
        ring("desc_ring.infos", INFOS);
        ring("text_data_ring.size_bits", SIZE_BITS);
        ring("text_data_ring.data", DATA);
        ring("desc_ring.tail_id", FIRST_ID);
    }

    void ring(String member, long value) {
        kernel.set("printk_ringbuffer", RING, member, value);
    }

    long desc(long recordId) {
        return DESCS + (recordId & (1 << COUNT_BITS) - 1) * kernel.types.size("prb_desc");
    }

    long info(long recordId) {
        return INFOS + (recordId & (1 << COUNT_BITS) - 1) * kernel.types.size("printk_info");
    }

    /** Adds a finalized record; returns its id. */
    long add(String text) {
        return add(text, 2);
    }

    /** Adds a record in a state. */
    long add(String text, int state) {
        long mine = id;
        id = id + 1 & ID_MASK;
        kernel.set("prb_desc", desc(mine), "state_var", (long) state << 62 | mine);
        long begin = head;
        long bytes = (8 + text.length() + 7) / 8 * 8L;
        long next = begin + bytes;
        long size = 1L << SIZE_BITS;
        long block = begin & size - 1;
        if (text.isEmpty()) {
            begin = 3;
            next = 3;
        } else {
            if (begin >> SIZE_BITS != next - 1 >> SIZE_BITS) {
                next = (next >> SIZE_BITS << SIZE_BITS) + bytes;
                block = 0;
            }
            kernel.memory.put(DATA + block, mine, 8);
            kernel.memory.text(DATA + block + 8, text);
            head = next;
        }
        kernel.set("prb_desc", desc(mine), "text_blk_lpos.begin", begin);
        kernel.set("prb_desc", desc(mine), "text_blk_lpos.next", next);
        info(mine, "seq", mine - FIRST_ID);
        info(mine, "ts_nsec", 1_000_000L * (mine - FIRST_ID & ID_MASK));
        info(mine, "text_len", text.length());
        ring("desc_ring.head_id", mine);
        return mine;
    }

    void info(long recordId, String member, long value) {
        kernel.set("printk_info", info(recordId), member, value);
    }
}
