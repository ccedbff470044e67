package dev.inquest.core.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.Machine;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.core.fake.FakeImage;
import dev.inquest.core.fake.FakeTranslator;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final long BASE = FakeTranslator.BASE;

    private final FakeImage image = FakeImage.little();
    private final PhysicalMemory physical = new PhysicalMemory(image);
    private final FakeTranslator translator = new FakeTranslator();
    private final VirtualMemory virtual = new VirtualMemory(physical, translator);

    @Test
    void readsNumbersOfAllSizes() {
        image.put(
                0x1000,
                (byte) 0xf1,
                (byte) 0xe2,
                (byte) 0xd3,
                (byte) 0xc4,
                (byte) 0xb5,
                (byte) 0xa6,
                (byte) 0x97,
                (byte) 0x88);
        assertEquals(0xf1, physical.u8(0x1000));
        assertEquals(0xe2f1, physical.u16(0x1000));
        assertEquals(0xc4d3e2f1, physical.i32(0x1000));
        assertEquals(0xc4d3e2f1L, physical.u32(0x1000));
        assertEquals(0x8897a6b5c4d3e2f1L, physical.u64(0x1000));
        assertEquals(0x8897a6b5c4d3e2f1L, physical.pointer(0x1000));
        assertEquals(0xd3e2f1L, physical.unsigned(0x1000, 3));
        assertEquals(0xb5c4d3e2L, physical.unsigned(0x1001, 4));
    }

    @Test
    void readsBigEndianNumbers() {
        FakeImage big = new FakeImage(ByteOrder.BIG_ENDIAN, Machine.EM_PPC64, 65536);
        PhysicalMemory memory = new PhysicalMemory(big);
        big.putLong(0x10000, 0x0102030405060708L);
        assertEquals(0x0102, memory.u16(0x10000));
        assertEquals(0x01020304, memory.i32(0x10000));
        assertEquals(0x0102030405060708L, memory.u64(0x10000));
        assertEquals(0x010203L, memory.unsigned(0x10000, 3));
        big.putLong(0x1fffd, 0x1112131415161718L);
        assertEquals(0x1112131415161718L, memory.u64(0x1fffd));
    }

    @Test
    void readsAcrossPages() {
        for (int i = 0; i < 8; i++) {
            long at = 0x2ff9L + i;
            image.putLong(at, 0x1122334455667788L);
            assertEquals(0x1122334455667788L, physical.u64(at));
            assertEquals(0x1122334455667788L, virtual.u64(BASE + at));
        }
        image.putInt(0x2ffe, 0x76543210);
        assertEquals(0x76543210, virtual.i32(BASE + 0x2ffe));
        assertEquals(0x5432, virtual.u16(BASE + 0x2fff));
        byte[] bytes = new byte[3 * 4096];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        image.put(0x4123, bytes);
        assertArrayEquals(bytes, virtual.bytes(BASE + 0x4123, bytes.length));
    }

    @Test
    void keepsTheReasonOfAMissingPage() {
        image.missing(7, Fault.Kind.EXCLUDED, "page excluded by dump level 31");
        Fault fault =
                assertThrows(FaultException.class, () -> physical.u64(0x7008)).fault();
        assertEquals(new Fault(Fault.Kind.EXCLUDED, 0x7008, "page excluded by dump level 31"), fault);
        fault = assertThrows(FaultException.class, () -> virtual.u32(BASE + 0x7ff0))
                .fault();
        assertEquals(new Fault(Fault.Kind.EXCLUDED, BASE + 0x7ff0, "page excluded by dump level 31"), fault);
    }

    @Test
    void aReadThatRunsIntoAMissingPageNamesItsFirstAddress() {
        image.put(0x6000, new byte[4096]).missing(7, Fault.Kind.LOST, "the file ends before it");
        image.put(0x6ffd, (byte) 1, (byte) 2, (byte) 3);
        byte[] bytes = new byte[8];
        assertEquals(
                new Fault(Fault.Kind.LOST, BASE + 0x7000, "the file ends before it"),
                virtual.tryRead(BASE + 0x6ffd, bytes, 1, 6));
        assertArrayEquals(new byte[] {0, 1, 2, 3, 0, 0, 0, 0}, bytes);
        FaultException thrown = assertThrows(FaultException.class, () -> virtual.u64(BASE + 0x6ffd));
        assertTrue(Long.compareUnsigned(thrown.fault().address(), BASE + 0x7000) >= 0);
    }

    @Test
    void aFaultOfTranslationNamesTheAddressThatWasAsked() {
        Fault fault =
                assertThrows(FaultException.class, () -> virtual.u8(0x5678)).fault();
        assertEquals(new Fault(Fault.Kind.NOT_MAPPED, 0x5678, "PTE is 0"), fault);
        assertNotNull(virtual.tryRead(0x5678, new byte[1], 0, 1));
    }

    @Test
    void readsAtTheEndOfTheAddressSpaceEnd() {
        assertThrows(FaultException.class, () -> virtual.u64(-4));
        assertThrows(FaultException.class, () -> virtual.bytes(-4, 64));
        assertThrows(FaultException.class, () -> physical.u64(-1));
    }

    @Test
    void readsStrings() {
        byte[] text = "hallo, grüße".getBytes(StandardCharsets.UTF_8);
        image.put(0x8ffa, text).put(0x8ffa + text.length, (byte) 0);
        assertEquals("hallo, grüße", virtual.cString(BASE + 0x8ffa, 4096));
        assertEquals("hal", virtual.cString(BASE + 0x8ffa, 3));
        assertEquals("hallo, ", virtual.cString(BASE + 0x8ffa, 7));
        image.put(0xaffc, (byte) 'a', (byte) 'b', (byte) 'c', (byte) 0).missing(0xb, Fault.Kind.EXCLUDED, "gone");
        assertEquals("abc", virtual.cString(BASE + 0xaffc, 4096));
        image.put(0xafff, (byte) 'd');
        assertThrows(FaultException.class, () -> virtual.cString(BASE + 0xaffc, 4096));
        assertEquals("abcd", virtual.cString(BASE + 0xaffc, 4));
    }

    @Test
    void readsAPageOnce() {
        image.put(0x1000, new byte[4096]);
        for (int i = 0; i < 4096; i += 8) {
            assertEquals(0, virtual.u64(BASE + 0x1000 + i));
        }
        assertEquals(1, image.reads.get());
        assertEquals(1, translator.asked.get());
    }

    @Test
    void theCacheKeepsNoMoreThanItMay() {
        PageCache cache = new PageCache(8);
        for (long i = 0; i < 1000; i++) {
            cache.put(new CachedPage(i, null, null));
            CachedPage found = cache.get(i);
            assertNotNull(found);
            assertEquals(i, found.number());
        }
        int kept = 0;
        for (long i = 0; i < 1000; i++) {
            CachedPage page = cache.get(i);
            assertTrue(page == null || page.number() == i);
            kept += page == null ? 0 : 1;
        }
        assertTrue(kept >= 1 && kept <= 8, () -> "kept pages");
        PageCache smallest = new PageCache(0);
        assertNull(smallest.get(5));
        smallest.put(new CachedPage(5, null, null));
        assertNotNull(smallest.get(5));
    }

    @Test
    void manyThreadsReadWhatIsThere() throws InterruptedException {
        for (long page = 1; page < 64; page++) {
            for (int i = 0; i < 4096; i += 512) {
                image.putLong(page * 4096 + i, page * 1000 + i);
            }
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            int seed = t;
            threads[t] = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 20000; i++) {
                        long page = 1 + (i * 31L + seed * 7L) % 63;
                        int at = (i % 8) * 512;
                        assertEquals(page * 1000 + at, virtual.u64(BASE + page * 4096 + at));
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get());
    }
}
