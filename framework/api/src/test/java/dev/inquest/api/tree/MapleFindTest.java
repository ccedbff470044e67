package dev.inquest.api.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Looks up in maple trees laid by hand. A node is written as the kernel's {@code struct maple_node} of 64-bit machines is: mr64 has 15 pivots
 * from byte 8 and 16 slots from byte 128, ma64 9 pivots from byte 8 and 10 slots from byte 80.
 */
class MapleFindTest {
    private static final long ROOT = 0x1000;
    private static final int LEAF = 1;
    private static final int RANGE = 2;
    private static final int ALLOCATION = 3;

    private final Map<Long, Long> words = new HashMap<>();
    private final Kernel kernel = kernel();

    private long node(int type, long address, long[] pivots, long... slots) {
        for (int i = 0; i < 32; i++) {
            words.put(address + i * 8L, 0L);
        }
        for (int i = 0; i < pivots.length; i++) {
            words.put(address + 8 + i * 8L, pivots[i]);
        }
        long first = address + (type == ALLOCATION ? 80 : 128);
        for (int i = 0; i < slots.length; i++) {
            words.put(first + i * 8L, slots[i]);
        }
        return address | (long) type << 3 | 4;
    }

    private long find(long index) {
        return MapleWalk.find(kernel, ROOT, index);
    }

    @Test
    void rangesOfTwoLevels() {
        long low = node(LEAF, 0x10000, new long[] {0xfff, 0x1fff, 0x4fff}, 0, 0xa0, 0);
        long high = node(LEAF, 0x10100, new long[] {0x5fff}, 0xb0, 0xc0);
        words.put(ROOT, node(ALLOCATION, 0x10200, new long[] {0x4fff}, low, high) & ~4L | 2);
        assertEquals(0, find(0));
        assertEquals(0, find(0xfff));
        assertEquals(0xa0, find(0x1000));
        assertEquals(0xa0, find(0x1fff));
        assertEquals(0, find(0x2000));
        assertEquals(0xb0, find(0x5000));
        assertEquals(0xc0, find(0x6000));
        assertEquals(0xc0, find(-1));
    }

    @Test
    void treesWithoutNodesHaveIndexZeroAlone() {
        words.put(ROOT, 0x77L);
        assertEquals(0x77, find(0));
        assertEquals(0, find(1));
        words.put(ROOT, 0L);
        assertEquals(0, find(0));
    }

    @Test
    void reservedRangesAreEmpty() {
        words.put(ROOT, node(LEAF, 0x10000, new long[] {0xfff}, 0x406, 0xa0) & ~4L | 2);
        assertEquals(0, find(5));
        assertEquals(0xa0, find(0x1000));
    }

    @Test
    void aNodeThatLeadsToItselfEnds() {
        long self = 0x10000 | RANGE << 3 | 4;
        words.put(ROOT, node(RANGE, 0x10000, new long[] {-1}, self) & ~4L | 2);
        CorruptListException endless = assertThrows(CorruptListException.class, () -> find(1));
        assertTrue(String.valueOf(endless.getMessage()).contains("levels deep"));
    }

    @Test
    void damageOnTheWayIsTold() {
        words.put(ROOT, node(LEAF, 0x10000, new long[] {0x2000, 0x1000}, 1, 2, 3) & ~4L | 2);
        assertThrows(CorruptListException.class, () -> find(0x1000));
        assertThrows(CorruptListException.class, () -> find(0x2001));
        words.put(ROOT, 0x10000L | 9 << 3 | 2);
        assertThrows(CorruptListException.class, () -> find(0));
        words.put(ROOT, 0x90000L | LEAF << 3 | 2);
        assertThrows(FaultException.class, () -> find(0));
    }

    // ---- the kernel

    private Kernel kernel() {
        Type word = new IntType("unsigned long", 8, false, false);
        StructType mr64 =
                struct("maple_range_64", member("pivot", array(word, 15), 8), member("slot", array(word, 16), 128));
        StructType ma64 =
                struct("maple_arange_64", member("pivot", array(word, 9), 8), member("slot", array(word, 10), 80));
        Map<String, StructType> types = Map.of(
                "maple_tree",
                struct("maple_tree", member("ma_root", word, 0)),
                "maple_node",
                struct(
                        "maple_node",
                        member("slot", array(word, 31), 8),
                        member("mr64", mr64, 0),
                        member("ma64", ma64, 0)));
        return (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(),
                new Class<?>[] {Kernel.class},
                (proxy, method, parameters) -> switch (method.getName()) {
                    case "memory" -> new Words();
                    case "struct" -> types.get(String.valueOf(parameters[0]));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Type array(Type element, long count) {
        return new ArrayType(() -> element, count);
    }

    private static StructType.Member member(String name, Type type, long offset) {
        return new StructType.Member(name, () -> type, offset * 8, 0);
    }

    private static StructType struct(String tag, StructType.Member... members) {
        return new StructType(false, tag, 256, () -> List.of(members));
    }

    private final class Words implements Memory {
        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
            for (int i = 0; i < length; i++) {
                Long word = words.get(address + i & ~7L);
                if (word == null) {
                    return new Fault(Fault.Kind.NOT_MAPPED, address, "not mapped");
                }
                destination[offset + i] = (byte) (word >>> (address + i & 7) * 8);
            }
            return null;
        }
    }
}
