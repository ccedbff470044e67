package dev.inquest.debuginfo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AddressIndexTest {

    @Test
    void findsWhatATreeFinds() {
        Random random = new Random(7);
        for (int spread : new int[] {12, 30, 31, 32, 48, 64}) {
            long base = random.nextLong();
            int count = spread == 30 || spread == 64 ? 10_000 : 1000;
            long[] addresses = new long[count];
            int[] values = new int[count];
            TreeMap<Long, Integer> tree = new TreeMap<>(Long::compareUnsigned);
            for (int i = 0; i < count; i++) {
                addresses[i] = base + (random.nextLong() >>> 64 - spread);
                values[i] = i;
                tree.put(addresses[i], i);
            }
            AddressIndex index = AddressIndex.of(addresses.clone(), values, count);
            assertEquals(count, index.size());
            for (int i = 0; i < 3 * count; i++) {
                long address = i < count ? addresses[i] : base + (random.nextLong() >>> 64 - spread);
                var expected = tree.floorEntry(address);
                int found = index.floor(address);
                if (expected == null) {
                    assertEquals(-1, found);
                } else {
                    assertEquals((long) expected.getKey(), index.key(found));
                    assertEquals((int) expected.getValue(), index.value(found));
                }
            }
        }
    }

    @Test
    void manyEqualAddressesTakeNoMoreTime() {
        int count = 200_000;
        long[] addresses = new long[count];
        int[] values = new int[count];
        addresses[0] = 1L << 40;
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        AddressIndex index = AddressIndex.of(addresses, values, count);
        assertEquals(count - 2, index.floor(5));
        assertEquals(count - 1, index.value(index.floor(5)));
        assertEquals(0, index.value(index.floor(1L << 41)));
    }
}
