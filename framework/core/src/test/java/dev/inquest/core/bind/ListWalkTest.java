package dev.inquest.core.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.Value;
import dev.inquest.core.fake.FakeImage;
import dev.inquest.core.fake.FakeTypes;
import dev.inquest.core.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ListWalkTest {
    private static final long HEAD = 0x1000;
    private static final long OFFSET = 0x10;

    private final FakeImage image = FakeImage.little();
    private final ListWalk walk = new ListWalk(new PhysicalMemory(image), HEAD, FakeTypes.struct("item", 0x40), OFFSET);

    private void link(long... links) {
        for (int i = 0; i + 1 < links.length; i++) {
            image.putLong(links[i], links[i + 1]);
        }
    }

    private List<Long> addresses() {
        List<Long> list = new ArrayList<>();
        for (Value value : walk) {
            list.add(value.address());
            if (list.size() > 100_000) {
                throw new AssertionError("the walk does not end");
            }
        }
        return list;
    }

    @Test
    void walksInOrder() {
        link(HEAD, 0x2010, 0x3010, 0x4010, HEAD);
        assertEquals(List.of(0x2000L, 0x3000L, 0x4000L), addresses());
    }

    @Test
    void anEmptyListHasNothing() {
        link(HEAD, HEAD);
        Iterator<Value> iterator = walk.iterator();
        assertEquals(List.of(), addresses());
        assertThrows(NoSuchElementException.class, iterator::next);
    }

    @Test
    void findsCyclesOfAllLengthsBehindTailsOfAllLengths() {
        for (int tail = 0; tail < 12; tail++) {
            for (int cycle = 1; cycle < 12; cycle++) {
                long[] links = new long[1 + tail + cycle + 1];
                links[0] = HEAD;
                for (int i = 1; i <= tail + cycle; i++) {
                    links[i] = 0x10000 + i * 0x40L;
                }
                links[tail + cycle + 1] = links[1 + tail];
                link(links);
                List<Long> seen = new ArrayList<>();
                String message = assertThrows(CorruptListException.class, () -> {
                            for (Value value : walk) {
                                seen.add(value.address());
                                assertTrue(seen.size() < 200);
                            }
                        })
                        .getMessage();
                assertTrue(message != null && message.contains("leads back to 0x"), message);
                assertTrue(seen.size() >= tail + cycle);
            }
        }
    }

    @Test
    void aLongListIsNoCycle() {
        long[] links = new long[5002];
        links[0] = HEAD;
        for (int i = 1; i <= 5000; i++) {
            links[i] = 0x20000 + i * 0x40L;
        }
        links[5001] = HEAD;
        link(links);
        assertEquals(5000, addresses().size());
    }

    @Test
    void namesANullLink() {
        link(HEAD, 0x2010, 0);
        assertEquals(
                "the list at 0x1000 is corrupt: the link at 0x2010 is NULL",
                assertThrows(CorruptListException.class, this::addresses).getMessage());
    }

    @Test
    void unreadableLinksAreFaults() {
        link(HEAD, 0x2010, 0xdead000000000100L);
        assertEquals(
                0xdead000000000100L,
                assertThrows(FaultException.class, this::addresses).fault().address());
    }
}
