package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.core.model.fake.FakeMemory;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link ListWalk}: what is kept of lists that are damaged in several ways. */
class ListWalkTest {
    private static final long HEAD = 0xffff_8000_0000_1000L;
    private static final long A = HEAD + 0x100;
    private static final long B = HEAD + 0x200;
    private static final long C = HEAD + 0x300;
    private static final long D = HEAD + 0x400;

    private final FakeMemory memory = new FakeMemory(ByteOrder.BIG_ENDIAN);

    private ListWalk walk() {
        return ListWalk.of(memory, HEAD, 1000);
    }

    @Test
    void wholeListInOrder() {
        memory.list(HEAD, B, A, D, C);
        assertEquals(List.of(B, A, D, C), walk().nodes());
        assertNull(walk().damage());
    }

    @Test
    void emptyList() {
        memory.list(HEAD);
        assertEquals(List.of(), walk().nodes());
        assertNull(walk().damage());
    }

    @Test
    void unreadableNodeIsLeftOutAndTheRestComesFromTheEnd() {
        memory.list(HEAD, A, B, C, D);
        memory.remove(B, 16);
        assertEquals(List.of(A, C, D), walk().nodes());
        assertEquals(
                "link at 0xffff800000001100 leads to 0xffff800000001200: excluded (page excluded by dump level 31);"
                        + " link at 0xffff800000001300 leads to 0xffff800000001200: excluded (page excluded by dump level 31)",
                walk().damage());
    }

    @Test
    void wildLinkIntoReadableMemoryIsNotFollowed() {
        memory.list(HEAD, A, B, C, D);
        memory.zero(0x6b6b6b6b6b6b6b6bL, 16);
        memory.pointer(B, 0x6b6b6b6b6b6b6b6bL);
        assertEquals(List.of(A, B, C, D), walk().nodes(), "C still leads back to B, so nothing is missing");
        assertNull(walk().damage());
    }

    @Test
    void cycleEnds() {
        memory.list(HEAD, A, B, C, D);
        memory.pointer(C, A);
        memory.pointer(A + 8, C);
        ListWalk walk = walk();
        assertEquals(List.of(D), walk.nodes(), "A does not lead back to the head any more, C not to D");
        assertEquals(true, walk.damage() != null);
    }

    @Test
    void aLinkBackToWhatWasPassedIsDamageThoughNothingIsMissing() {
        memory.list(HEAD, A, B, C, D);
        memory.pointer(C, A);
        assertEquals(List.of(A, B, C, D), walk().nodes());
        assertEquals(
                "link at 0x" + Long.toHexString(C) + " leads to 0x" + Long.toHexString(A)
                        + ", which does not link back",
                walk().damage());
    }

    @Test
    void nodeBeingAddedByAnotherCpuIsNoDamage() {
        memory.list(HEAD, A, C, D);
        // list_add: the new node has both links, its predecessor leads to it, its successor does not know it yet.
        memory.pointer(B, C);
        memory.pointer(B + 8, A);
        memory.pointer(A, B);
        assertEquals(List.of(A, B, C, D), walk().nodes());
        assertNull(walk().damage());
    }

    @Test
    void unreadableHead() {
        assertEquals(List.of(), walk().nodes());
        assertEquals(true, String.valueOf(walk().damage()).startsWith("the list's head cannot be read"));
    }

    @Test
    void longerThanAllowed() {
        memory.list(HEAD, A, B, C, D);
        ListWalk walk = ListWalk.of(memory, HEAD, 2);
        assertEquals(List.of(A, B), walk.nodes());
        assertEquals(true, String.valueOf(walk.damage()).startsWith("the list has more than 2 nodes"));
    }
}
