package dev.inquest.api.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueTest {
    private static final IntType U32 = new IntType("unsigned int", 4, false, false);
    private static final IntType S16 = new IntType("short", 2, true, false);
    private static final IntType S32 = new IntType("int", 4, true, false);
    private static final IntType U64 = new IntType("unsigned long", 8, false, false);
    private static final IntType CHAR = new IntType("char", 1, true, false);

    // struct cr_leaf of a kernel module as pahole shows it: u32 a:3, b:7, c:22; s16 v[5]; union { u64 q; struct { u32
    // lo, hi; }; } u;
    private static final StructType HALVES = new StructType(
            false,
            null,
            8,
            () -> List.of(new StructType.Member("lo", () -> U32, 0, 0), new StructType.Member("hi", () -> U32, 32, 0)));
    private static final StructType EITHER = new StructType(
            true,
            null,
            8,
            () -> List.of(
                    new StructType.Member("q", () -> U64, 0, 0), new StructType.Member(null, () -> HALVES, 0, 0)));
    private static final StructType LEAF = new StructType(
            false,
            "cr_leaf",
            24,
            () -> List.of(
                    new StructType.Member("a", () -> U32, 0, 3),
                    new StructType.Member("b", () -> U32, 3, 7),
                    new StructType.Member("c", () -> U32, 10, 22),
                    new StructType.Member("v", () -> new ArrayType(() -> S16, 5), 32, 0),
                    new StructType.Member("u", () -> EITHER, 128, 0)));

    private static final class Bytes implements Memory {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
            if (address < 0 || address + length > bytes.length) {
                return new Fault(Fault.Kind.NOT_MAPPED, address, "beyond the end");
            }
            System.arraycopy(bytes, (int) address, destination, offset, length);
            return null;
        }
    }

    private static Value leaf() {
        byte[] bytes = new byte[24];
        // a = 5, b = 100, c = 0x3abcde in one little-endian word.
        int word = 5 | 100 << 3 | 0x3abcde << 10;
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (word >> 8 * i);
        }
        bytes[8] = (byte) 0xfe;
        bytes[9] = (byte) 0xff;
        for (int i = 0; i < 8; i++) {
            bytes[16 + i] = (byte) (0x88 - 0x11 * i);
        }
        return new Value(new Bytes(bytes), LEAF, 0);
    }

    @Test
    void readsBitFieldsAcrossBytes() {
        assertEquals(5, leaf().member("a").asLong());
        assertEquals(100, leaf().member("b").asLong());
        assertEquals(0x3abcde, leaf().member("c").asLong());
    }

    @Test
    void extendsSignedNumbersAndFollowsPaths() {
        assertEquals(-2, leaf().member("v").index(2).asLong());
        assertEquals(-2, leaf().member("v[2]").asLong());
        assertEquals(0x1122334455667788L, leaf().member("u.q").asLong());
        assertEquals(0x11223344, leaf().member("u.hi").asLong());
    }

    @Test
    void saysWhatIsMissing() {
        MissingTypeException missing = assertThrows(MissingTypeException.class, () -> leaf().member("nothing"));
        assertEquals("struct cr_leaf has no member nothing", missing.getMessage());
        assertTrue(leaf().findMember("u.nothing").isEmpty());
        assertNull(LEAF.find("v[x]"));
        assertNull(LEAF.find(""));
    }

    @Test
    void aFaultHasItsAddress() {
        Value far = new Value(new Bytes(new byte[4]), U64, 100);
        assertEquals(
                100, assertThrows(FaultException.class, far::asLong).fault().address());
    }

    @Test
    void readsStringsUpToTheirEnd() {
        byte[] bytes = Arrays.copyOf("swapper/0".getBytes(StandardCharsets.US_ASCII), 16);
        assertEquals("swapper/0", new Value(new Bytes(bytes), new ArrayType(() -> CHAR, 16), 0).asString());
        byte[] behind = new byte[128];
        behind[0] = 60;
        byte[] text = "across two chunks of sixty-four".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, behind, 60, text.length);
        assertEquals(
                "across two chunks of sixty-four",
                new Value(new Bytes(behind), new PointerType(8, () -> CHAR), 0).asString());
    }

    @Test
    void spellsDeclarationsInsideOut() {
        FunctionType function = new FunctionType(() -> S32, () -> List.of(new FunctionType.Parameter("x", S32)), false);
        PointerType pointer = new PointerType(8, () -> function);
        assertEquals("int (*fn)(int)", Spelling.of(pointer, "fn"));
        assertEquals("int (*ops[4])(int)", Spelling.of(new ArrayType(() -> pointer, 4), "ops"));
        assertEquals("char name[16]", Spelling.of(new ArrayType(() -> CHAR, 16), "name"));
        assertEquals("const char *", Spelling.of(new PointerType(8, () -> new QualifiedType("const", () -> CHAR)), ""));
        assertEquals(
                "struct cr_leaf (*leaves)[2]",
                Spelling.of(new PointerType(8, () -> new ArrayType(() -> LEAF, 2)), "leaves"));
    }
}
