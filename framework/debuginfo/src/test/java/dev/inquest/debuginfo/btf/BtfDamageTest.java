package dev.inquest.debuginfo.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.TypeSource.Kind;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.fakes.Messages;
import dev.inquest.testkit.BtfWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BtfDamageTest {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static BtfWriter sample() {
        BtfWriter b = new BtfWriter(ORDER);
        int integer = b.integer("int", 4, 1);
        int array = b.array(integer, 4);
        int constant = b.add("", BtfKind.CONST, false, 0, array);
        int inner = b.struct(BtfKind.UNION, "", true, 16, "bits", integer, 3 << 24 | 2, "all", constant, 0);
        int typedef = b.add("alias_t", BtfKind.TYPEDEF, false, 0, inner);
        int outer = b.struct(
                BtfKind.STRUCT, "outer", false, 32, "", inner, 0, "alias", typedef, 128, "next", b.pointer(8), 192);
        b.struct(BtfKind.STRUCT, "last", false, 8, "outer", b.pointer(outer), 0);
        b.add("colour", BtfKind.ENUM, true, 1, 4, b.string("RED"), -1);
        b.add("wide", BtfKind.ENUM64, false, 1, 8, b.string("HIGH"), 1, 2);
        b.add("per_cpu", BtfKind.VAR, false, 0, outer, 1);
        b.add("call_t", BtfKind.TYPEDEF, false, 0, b.add("", BtfKind.FUNC_PROTO, false, 1, 0, 0, integer));
        return b;
    }

    private static Btf open(byte[] section) throws BtfException {
        return (Btf) Btf.parse(MemorySegment.ofArray(section), ORDER, "BTF");
    }

    /** Uses everything that a section offers; says how many types it reached. */
    private static int use(Btf btf) {
        int[] reached = {0};
        for (Kind kind : Kind.values()) {
            btf.forEachName(kind, name -> {
                Type type = btf.find(kind, name);
                if (type != null) {
                    reached[0]++;
                    touch(type, 0);
                }
            });
        }
        btf.variable("per_cpu");
        return reached[0];
    }

    private static void touch(Type type, int depth) {
        try {
            assertNotNull(type.spelling());
            assertTrue(type.size() >= -1 || type.size() < -1);
            Type bare = type.bare();
            if (bare instanceof StructType struct && depth < 4) {
                assertNull(struct.find("no such member"));
                for (StructType.Member member : struct.members()) {
                    touch(member.type().get(), depth + 1);
                }
            } else if (bare instanceof PointerType pointer && depth < 4) {
                touch(pointer.target(), depth + 1);
            } else if (bare instanceof EnumType e) {
                e.nameOf(-1);
            }
        } catch (MissingTypeException e) {
            assertTrue(Messages.of(e).contains("damaged"), e.getMessage());
        }
    }

    @Test
    void anyByteMayBeWrong() throws BtfException {
        byte[] good = sample().build();
        int whole = use(open(good));
        assertEquals(7, whole);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            int refused = 0;
            for (int i = 0; i < good.length; i++) {
                for (int value : new int[] {0, 1, 0x7f, 0xff, good[i] ^ 1, good[i] ^ 0x80, good[i] + 1}) {
                    byte[] bad = good.clone();
                    bad[i] = (byte) value;
                    try {
                        use(open(bad));
                    } catch (BtfException e) {
                        refused++;
                    }
                }
            }
            assertTrue(refused > good.length / 4, refused + " of " + good.length);
        });
    }

    @Test
    void anythingMayBeCutOff() {
        byte[] good = sample().build();
        for (int length = 0; length < good.length; length++) {
            byte[] bad = Arrays.copyOf(good, length);
            BtfException e = assertThrows(BtfException.class, () -> open(bad));
            assertTrue(Messages.of(e).startsWith("BTF is "), e.getMessage());
        }
    }

    @Test
    void saysWhatIsWrongWithTheHeader() {
        byte[] good = sample().build();
        byte[] magic = good.clone();
        magic[0] = 0;
        assertTrue(
                Messages.of(assertThrows(BtfException.class, () -> open(magic))).contains("instead of 0xeb9f"));
        BtfException order = assertThrows(
                BtfException.class, () -> Btf.parse(MemorySegment.ofArray(good), ByteOrder.BIG_ENDIAN, "BTF"));
        assertTrue(Messages.of(order).contains("byte order"), order.getMessage());
        byte[] version = good.clone();
        version[2] = 2;
        assertTrue(Messages.of(assertThrows(BtfException.class, () -> open(version)))
                .contains("version 2"));
    }

    @Test
    void aStructDoesNotContainItself() throws BtfException {
        BtfWriter b = new BtfWriter(ORDER);
        b.struct(BtfKind.STRUCT, "ouroboros", false, 8, "", 1, 0, "", 1, 0);
        b.struct(BtfKind.STRUCT, "a", false, 8, "b", 4, 0);
        b.struct(BtfKind.STRUCT, "b", false, 8, "a", 2, 0);
        b.array(3, 1);
        Btf btf = Btfs.open(b);
        for (String tag : new String[] {"ouroboros", "a", "b"}) {
            StructType struct = (StructType) btf.find(Kind.STRUCT, tag);
            assertNotNull(struct);
            assertTrue(Messages.of(assertThrows(MissingTypeException.class, struct::members))
                    .contains("contains itself"));
        }
    }

    @Test
    void anonymousMembersDoNotMultiplyWithoutEnd() throws BtfException {
        BtfWriter b = new BtfWriter(ORDER);
        b.struct(BtfKind.UNION, "", false, 8);
        for (int i = 1; i < 60; i++) {
            b.struct(BtfKind.UNION, "", false, 8, "", i, 0, "", i, 0);
        }
        b.struct(BtfKind.STRUCT, "bomb", false, 8, "", 60, 0);
        StructType bomb = (StructType) Btfs.open(b).find(Kind.STRUCT, "bomb");
        assertNotNull(bomb);
        assertThrows(MissingTypeException.class, () -> bomb.find("x"));
    }

    @Test
    void typedefsInACircleAreNotFound() throws BtfException {
        BtfWriter b = new BtfWriter(ORDER);
        b.add("a_t", BtfKind.TYPEDEF, false, 0, 2);
        b.add("b_t", BtfKind.TYPEDEF, false, 0, 3);
        b.add("", BtfKind.CONST, false, 0, 1);
        b.add("missing_t", BtfKind.TYPEDEF, false, 0, 99);
        Btf btf = Btfs.open(b);
        assertNull(btf.find(Kind.TYPEDEF, "a_t"));
        assertNull(btf.find(Kind.TYPEDEF, "b_t"));
        assertNull(btf.find(Kind.TYPEDEF, "missing_t"));
    }
}
