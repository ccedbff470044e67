package dev.inquest.core.model.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.LogRecord;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link RingLog} on rings laid out byte by byte. */
class RingLogTest {
    private final RingScene scene = new RingScene(ByteOrder.LITTLE_ENDIAN);

    private List<String> texts() {
        return scene.kernel.log().stream().map(LogRecord::text).toList();
    }

    @Test
    void recordsWithAllTheyTell() {
        scene.add("Linux version 6.1");
        long device = scene.add("enabled at IRQ 11\nsecond line");
        scene.info(device, "facility", 3);
        scene.info(device, "flags_and_level", 6 << 5 | 0x1f);
        scene.info(device, "caller_id", 0x8000_0001L);
        scene.kernel.memory.string(scene.info(device) + 24, "pci");
        scene.kernel.memory.string(scene.info(device) + 40, "+pci:0000:00:03.0");
        assertEquals(
                List.of(
                        new LogRecord(0, 0, 0, "T0", "Linux version 6.1", Map.of()),
                        new LogRecord(
                                1_000_000,
                                6,
                                3,
                                "C1",
                                "enabled at IRQ 11\nsecond line",
                                Map.of("SUBSYSTEM", "pci", "DEVICE", "+pci:0000:00:03.0"))),
                scene.kernel.log());
        assertEquals(List.of(), scene.kernel.messages());
    }

    @Test
    void bigEndianMachine() {
        RingScene big = new RingScene(ByteOrder.BIG_ENDIAN);
        long id = big.add("radix-mmu: Page sizes");
        big.info(id, "flags_and_level", 0x1f << 3 | 5);
        assertEquals(List.of(new LogRecord(0, 5, 0, "T0", "radix-mmu: Page sizes", Map.of())), big.kernel.log());
    }

    @Test
    void blockThatWrapsLiesAtTheStart() {
        String long1 = "a".repeat(120);
        String long2 = "b".repeat(100);
        scene.add(long1);
        scene.add(long2);
        long wrapped = scene.add("c".repeat(60));
        // The new block took the first one's place; the kernel moves tail_id first.
        scene.ring("desc_ring.tail_id", wrapped - 1);
        assertEquals(List.of(long2, "c".repeat(60)), texts());
        assertEquals(List.of(), scene.kernel.messages());
    }

    @Test
    void blockThatEndsWithTheArrayDoesNotWrap() {
        scene.add("a".repeat(120));
        scene.add("b".repeat(120));
        assertEquals(List.of("a".repeat(120), "b".repeat(120)), texts());
    }

    @Test
    void moreRecordsThanDescriptorsKeepTheLast() {
        for (int i = 0; i < 12; i++) {
            scene.add("n" + i);
        }
        scene.ring("desc_ring.tail_id", 0x3fff_ffff_ffff_fffcL);
        assertEquals(List.of("n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11"), texts());
    }

    @Test
    void unfinishedAndReusedRecordsAreNone() {
        scene.add("finalized");
        scene.add("reserved", 0);
        scene.add("committed", 1);
        scene.add("reusable", 3);
        long other = scene.add("other");
        scene.kernel.set("prb_desc", scene.desc(other), "state_var", 2L << 62 | 42);
        scene.add("last");
        assertEquals(List.of("finalized", "committed", "last"), texts());
    }

    @Test
    void emptyLineHasNoBlock() {
        scene.add("");
        assertEquals(List.of(""), texts());
    }

    @Test
    void overwrittenTextIsToldAndNotShown() {
        scene.add("first");
        scene.add("second");
        scene.kernel.memory.put(RingScene.DATA, 12345, 8);
        assertEquals(List.of("second"), texts());
        assertEquals(1, scene.kernel.messages().size());
        assertTrue(
                scene.kernel.messages().get(0).startsWith("1 records of the log cannot be read: the text of record"));
    }

    @Test
    void unreadableTextCostsItsRecord() {
        scene.add("first");
        scene.add("second");
        scene.add("third");
        scene.kernel.memory.remove(RingScene.DATA + 20, 8);
        assertEquals(List.of("first", "third"), texts());
        assertTrue(scene.kernel.messages().get(0).contains("excluded (page excluded by dump level 31)"));
    }

    @Test
    void idsThatDoNotFitTheRing() {
        scene.add("a");
        scene.add("b");
        scene.ring("desc_ring.tail_id", 5);
        assertEquals(List.of("a", "b"), texts());
        assertTrue(scene.kernel.messages().get(0).startsWith("the log's ring is damaged: its ids go from 5 to "));
    }

    @Test
    void textLengthBeyondTheBlockIsCutOff() {
        long id = scene.add("12345678");
        scene.info(id, "text_len", 60000);
        assertEquals(List.of("12345678"), texts());
    }

    @Test
    void hostileSizes() {
        scene.add("a");
        scene.ring("desc_ring.count_bits", 60);
        assertEquals(List.of(), texts());
        assertEquals(
                List.of("the kernel's log cannot be read: the log's ring is damaged: a size of 2^60"),
                scene.kernel.messages());
    }

    @Test
    void vmcoreInfoIsEnough() {
        scene.add("no debug information");
        scene.kernel.types.clear();
        scene.kernel.removeSymbol("prb");
        scene.kernel.arch.info = VmcoreInfo.parse("""
                SYMBOL(prb)=ffffffff82900000
                OFFSET(printk_ringbuffer.desc_ring)=0
                OFFSET(printk_ringbuffer.text_data_ring)=40
                OFFSET(prb_desc_ring.count_bits)=0
                OFFSET(prb_desc_ring.descs)=8
                OFFSET(prb_desc_ring.infos)=16
                OFFSET(prb_desc_ring.head_id)=24
                OFFSET(prb_desc_ring.tail_id)=32
                SIZE(prb_desc)=24
                OFFSET(prb_desc.state_var)=0
                OFFSET(prb_desc.text_blk_lpos)=8
                OFFSET(prb_data_blk_lpos.begin)=0
                OFFSET(prb_data_blk_lpos.next)=8
                SIZE(printk_info)=88
                OFFSET(printk_info.ts_nsec)=8
                OFFSET(printk_info.text_len)=16
                OFFSET(prb_data_ring.size_bits)=0
                OFFSET(prb_data_ring.data)=8
                """);
        assertEquals(List.of("no debug information"), texts());
    }
}
