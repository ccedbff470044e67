package dev.inquest.debuginfo.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.TypeSource.Kind;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.testkit.BtfWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BtfTest {
    private static final int SIGNED = 1;
    private static final int BOOL = 4;

    private static ByteOrder order(boolean big) {
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static StructType struct(Btf btf, String tag) {
        return assertInstanceOf(StructType.class, btf.find(Kind.STRUCT, tag));
    }

    private static Type member(StructType struct, String path) {
        return Objects.requireNonNull(struct.find(path)).type();
    }

    @Test
    void typesOfFunctions() throws BtfException {
        BtfWriter b = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        int integer = b.integer("int", 4, SIGNED);
        int one = b.add("", BtfKind.FUNC_PROTO, false, 2, integer, b.string("fmt"), integer, 0, 0);
        int other = b.add("", BtfKind.FUNC_PROTO, false, 0, 0);
        b.add("variadic", BtfKind.FUNC, false, 1, one);
        b.add("nothing", BtfKind.FUNC, false, 0, other);
        Btf btf = Btfs.open(b);
        FunctionType variadic = Objects.requireNonNull(btf.function("variadic", 0, true));
        assertEquals("int variadic(int, ...)", Spelling.of(variadic, "variadic"));
        assertEquals(
                "void (void)",
                Objects.requireNonNull(btf.function("nothing", 0, true)).spelling());
        assertNull(btf.function("nothing", 0, false), "the name does not tell which");
        assertNull(btf.function("int", 0, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsEveryKind(boolean big) throws BtfException {
        BtfWriter b = new BtfWriter(order(big));
        int integer = b.integer("int", 4, SIGNED);
        int unsignedLong = b.integer("long unsigned int", 8, 0);
        int bool = b.integer("_Bool", 1, BOOL);
        int character = b.integer("char", 1, SIGNED | 2);
        int constant = b.add("", BtfKind.CONST, false, 0, character);
        int text = b.pointer(constant);
        int comm = b.array(character, 16);
        int flexible = b.array(integer, 0);
        int forward = b.add("later", BtfKind.FWD, false, 0, 0);
        int unknown = b.add("nowhere", BtfKind.FWD, true, 0, 0);
        int anonymous = b.struct(BtfKind.UNION, "", false, 8, "a", unsignedLong, 0, "b", integer, 0);
        int tag = b.add("user", BtfKind.TYPE_TAG, false, 0, character);
        int userText = b.pointer(tag);
        int prototype =
                b.add("", BtfKind.FUNC_PROTO, false, 3, integer, b.string("fmt"), text, b.string(""), integer, 0, 0);
        int handler = b.pointer(prototype);
        b.add("printf_like", BtfKind.FUNC, false, 1, prototype);
        int typedef = b.add("flags_t", BtfKind.TYPEDEF, false, 0, unsignedLong);
        int volatile_ = b.add("", BtfKind.VOLATILE, false, 0, typedef);
        int real = b.add("double", BtfKind.FLOAT, false, 0, 8);
        int list = b.struct(
                BtfKind.STRUCT,
                "everything",
                false,
                112,
                "text",
                text,
                0,
                "comm",
                comm,
                64,
                "later",
                b.pointer(forward),
                192,
                "nowhere",
                b.pointer(unknown),
                256,
                "",
                anonymous,
                320,
                "user",
                userText,
                384,
                "handler",
                handler,
                448,
                "flags",
                volatile_,
                512,
                "real",
                real,
                576,
                "up",
                bool,
                640,
                "void_pointer",
                b.pointer(0),
                704,
                "more",
                flexible,
                768);
        b.add("everything_t", BtfKind.TYPEDEF, false, 0, list);
        b.struct(BtfKind.STRUCT, "later", false, 4, "x", integer, 0);
        int variable = b.add("runqueues", BtfKind.VAR, false, 0, list, 1);
        b.add(".data..percpu", BtfKind.DATASEC, false, 1, 4096, variable, 64, 112);
        b.add("btf_decl", BtfKind.DECL_TAG, false, 0, list, -1);
        Btf btf = Btfs.open(b);

        StructType everything = struct(btf, "everything");
        assertEquals(112, everything.size());
        assertEquals(12, everything.members().size());
        assertEquals("const char *", member(everything, "text").spelling());
        assertEquals("char [16]", member(everything, "comm").spelling());
        assertEquals(16, member(everything, "comm").size());
        assertEquals(
                "int (*)(const char *, int, ...)", member(everything, "handler").spelling());
        FunctionType function =
                assertInstanceOf(FunctionType.class, ((PointerType) member(everything, "handler")).target());
        assertTrue(function.variadic());
        assertEquals("fmt", function.parameters().get(0).name());
        assertNull(function.parameters().get(1).name());
        assertEquals("volatile flags_t", member(everything, "flags").spelling());
        assertEquals(8, member(everything, "flags").size());
        assertEquals("unsigned long", member(everything, "flags").bare().spelling());
        assertEquals("char *", member(everything, "user").spelling());
        assertEquals("void *", member(everything, "void_pointer").spelling());
        assertEquals(-1, ((ArrayType) member(everything, "more")).count());
        assertEquals(new FloatType("double", 8), member(everything, "real"));
        assertTrue(((IntType) member(everything, "up")).bool());
        // Both declarations: the one of a struct that is defined elsewhere stands for the definition.
        Type later = ((PointerType) member(everything, "later")).target();
        assertEquals(4, later.size());
        assertSame(btf.find(Kind.STRUCT, "later"), later);
        StructType nowhere = assertInstanceOf(StructType.class, ((PointerType) member(everything, "nowhere")).target());
        assertTrue(nowhere.union());
        assertEquals(-1, nowhere.size());
        assertNull(btf.find(Kind.UNION, "nowhere"));
        // Through an anonymous union.
        assertEquals(40, Objects.requireNonNull(everything.find("b")).offset());
        assertSame(everything, btf.variable("runqueues"));
        assertNull(btf.variable("everything"));
        TypedefType alias = assertInstanceOf(TypedefType.class, btf.find(Kind.TYPEDEF, "everything_t"));
        assertSame(everything, alias.bare());
        assertNull(btf.find(Kind.STRUCT, "printf_like"));
        assertNull(btf.find(Kind.STRUCT, "everything_t"));
        assertNull(btf.find(Kind.UNION, "everything"));
        assertNull(btf.find(Kind.STRUCT, ""));
    }

    @Test
    void findsBaseTypesUnderBothSpellings() throws BtfException {
        BtfWriter gcc = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        gcc.integer("long unsigned int", 8, 0);
        gcc.integer("short int", 2, SIGNED);
        gcc.integer("long long unsigned int", 8, 0);
        gcc.integer("unsigned char", 1, 0);
        gcc.integer("unsigned int", 4, 0);
        gcc.integer("_Bool", 1, BOOL);
        BtfWriter clang = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        clang.integer("unsigned long", 8, 0);
        clang.integer("short", 2, SIGNED);
        clang.integer("unsigned long long", 8, 0);
        clang.integer("unsigned char", 1, 0);
        clang.integer("unsigned int", 4, 0);
        clang.integer("_Bool", 1, BOOL);
        for (Btf btf : List.of(Btfs.open(gcc), Btfs.open(clang))) {
            for (String name : List.of("unsigned long", "long unsigned int", "unsigned long int", "long unsigned")) {
                Type type = found(btf.find(Kind.BASE, name), name);
                assertEquals("unsigned long", type.spelling());
                assertEquals(8, type.size());
            }
            assertEquals(
                    "short",
                    found(btf.find(Kind.BASE, "short int"), "short int").spelling());
            assertEquals("short", found(btf.find(Kind.BASE, "short"), "short").spelling());
            assertNotNull(btf.find(Kind.BASE, "long long unsigned int"));
            assertNotNull(btf.find(Kind.BASE, "unsigned long long"));
            assertNotNull(btf.find(Kind.BASE, "unsigned"));
            assertNotNull(btf.find(Kind.BASE, "bool"));
            assertNotNull(btf.find(Kind.BASE, "unsigned char"));
            assertNull(btf.find(Kind.BASE, "char"));
            assertNull(btf.find(Kind.BASE, "long"));
            assertNull(btf.find(Kind.BASE, "u64"));
        }
    }

    private static Type found(@Nullable Type type, String name) {
        return Objects.requireNonNull(type, name);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsBitFieldsOfBothForms(boolean big) throws BtfException {
        BtfWriter b = new BtfWriter(order(big));
        int integer = b.integer("unsigned int", 4, 0);
        int narrow = b.add("unsigned int", BtfKind.INT, false, 0, 4, 2 << 16 | 3);
        int state = b.add("state_t", BtfKind.TYPEDEF, false, 0, narrow);
        b.struct(BtfKind.STRUCT, "flagged", true, 8, "plain", integer, 0, "five", integer, 5 << 24 | 33);
        b.struct(BtfKind.STRUCT, "older", false, 8, "plain", integer, 0, "three", state, 32);
        Btf btf = Btfs.open(b);
        StructType.Place five = Objects.requireNonNull(struct(btf, "flagged").find("five"));
        assertEquals(33, five.bitOffset());
        assertEquals(5, five.bitFieldSize());
        assertEquals(
                0, Objects.requireNonNull(struct(btf, "flagged").find("plain")).bitFieldSize());
        StructType.Place three = Objects.requireNonNull(struct(btf, "older").find("three"));
        assertEquals(34, three.bitOffset());
        assertEquals(3, three.bitFieldSize());
        assertEquals(
                0, Objects.requireNonNull(struct(btf, "older").find("plain")).bitFieldSize());
    }

    @Test
    void tellsSignedEnumerationsOfOldAndNewEncoders() throws BtfException {
        BtfWriter old = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        old.add("error", BtfKind.ENUM, false, 2, 4, old.string("BAD"), -1, old.string("GOOD"), 1);
        old.add("declared", BtfKind.ENUM, false, 0, 4);
        EnumType error = assertInstanceOf(EnumType.class, Btfs.open(old).find(Kind.ENUM, "error"));
        assertTrue(error.signed());
        assertEquals("BAD", error.nameOf(-1).orElseThrow());
        assertNull(Btfs.open(old).find(Kind.ENUM, "declared"));

        BtfWriter b = new BtfWriter(ByteOrder.BIG_ENDIAN);
        b.add("error", BtfKind.ENUM, false, 1, 4, b.string("TOP"), -1);
        b.add("negative", BtfKind.ENUM, true, 1, 4, b.string("MINUS"), -2);
        b.add("wide", BtfKind.ENUM64, false, 1, 8, b.string("HIGH"), 0x55667788, 0x11223344);
        Btf btf = Btfs.open(b);
        EnumType top = assertInstanceOf(EnumType.class, btf.find(Kind.ENUM, "error"));
        assertEquals(0xffffffffL, top.enumerators().getFirst().value());
        EnumType negative = assertInstanceOf(EnumType.class, btf.find(Kind.ENUM, "negative"));
        assertEquals(-2, negative.enumerators().getFirst().value());
        EnumType wide = assertInstanceOf(EnumType.class, btf.find(Kind.ENUM, "wide"));
        assertEquals(8, wide.size());
        assertEquals(0x1122334455667788L, wide.enumerators().getFirst().value());
    }

    @Test
    void givesEachNameOnceAndTheFirstOfSeveral() throws BtfException {
        BtfWriter b = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        int integer = b.integer("int", 4, SIGNED);
        b.struct(BtfKind.STRUCT, "twice", false, 4, "first", integer, 0);
        b.struct(BtfKind.STRUCT, "twice", false, 8, "second", integer, 0);
        b.struct(BtfKind.UNION, "twice", false, 4, "third", integer, 0);
        b.struct(BtfKind.STRUCT, "once", false, 4, "x", integer, 0);
        b.struct(BtfKind.STRUCT, "", false, 4, "x", integer, 0);
        Btf btf = Btfs.open(b);
        List<String> names = new ArrayList<>();
        btf.forEachName(Kind.STRUCT, names::add);
        assertEquals(2, names.size());
        assertEquals(new TreeSet<>(List.of("once", "twice")), new TreeSet<>(names));
        assertEquals(4, struct(btf, "twice").size());
    }

    @Test
    void pointersHaveTheSizeOfUnsignedLong() throws BtfException {
        BtfWriter b = new BtfWriter(ByteOrder.BIG_ENDIAN);
        int small = b.integer("long unsigned int", 4, 0);
        b.add("pointer", BtfKind.TYPEDEF, false, 0, b.pointer(small));
        assertEquals(
                4,
                Objects.requireNonNull(Btfs.open(b).find(Kind.TYPEDEF, "pointer"))
                        .size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSplitSectionGoesOnWhereTheBaseEnds(boolean big) throws BtfException {
        BtfWriter kernel = new BtfWriter(order(big));
        int integer = kernel.integer("int", 4, SIGNED);
        int list = kernel.struct(BtfKind.STRUCT, "list_head", false, 16, "next", kernel.pointer(2), 0);
        BtfWriter b = kernel.split();
        // One name of the base's strings, others of its own; a declaration of what the base defines.
        int forward = b.add("list_head", BtfKind.FWD, false, 0, 0);
        b.struct(
                BtfKind.STRUCT,
                "crasher",
                false,
                40,
                "list_head",
                list,
                0,
                "count",
                integer,
                128,
                "other",
                b.pointer(forward),
                192);
        Btf base = Btfs.open(kernel);
        Btf module = (Btf) Btf.parseSplit(MemorySegment.ofArray(b.build()), order(big), "BTF of module", base);
        StructType crasher = struct(module, "crasher");
        assertSame(base.find(Kind.STRUCT, "list_head"), member(crasher, "list_head"));
        assertEquals("int", member(crasher, "count").spelling());
        assertEquals(16, ((PointerType) member(crasher, "other")).target().size());
        assertNull(module.find(Kind.STRUCT, "list_head"));
        assertNull(base.find(Kind.STRUCT, "crasher"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsEnumeratorsAlsoOfEnumsWithoutAName(boolean big) throws BtfException {
        BtfWriter b = new BtfWriter(order(big));
        b.add("colour", BtfKind.ENUM, false, 1, 4, b.string("RED"), 7);
        b.add("", BtfKind.ENUM, true, 2, 4, b.string("WORK_STRUCT_PENDING_BIT"), 0, b.string("NOBODY"), -2);
        b.add("", BtfKind.ENUM64, false, 1, 8, b.string("HIGH"), 0x55667788, 0x11223344);
        Btf btf = Btfs.open(b);
        assertEquals(7, Objects.requireNonNull(btf.enumerator("RED")).value());
        assertEquals(
                "colour", Objects.requireNonNull(btf.enumerator("RED")).type().tag());
        assertEquals(-2, Objects.requireNonNull(btf.enumerator("NOBODY")).value());
        assertNull(Objects.requireNonNull(btf.enumerator("NOBODY")).type().tag());
        assertEquals(
                0x1122334455667788L,
                Objects.requireNonNull(btf.enumerator("HIGH")).value());
        assertNull(btf.enumerator("BLUE"));
        assertNull(btf.enumerator(""));
        BtfWriter more = b.split();
        more.add("", BtfKind.ENUM, false, 1, 4, more.string("OF_THE_MODULE"), 9);
        Btf split = (Btf) Btf.parseSplit(MemorySegment.ofArray(more.build()), order(big), "split", btf);
        assertEquals(
                9, Objects.requireNonNull(split.enumerator("OF_THE_MODULE")).value());
        assertNull(split.enumerator("RED"), "the kernel's are asked there");
    }
}
