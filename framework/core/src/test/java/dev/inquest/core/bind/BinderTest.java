package dev.inquest.core.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.Machine;
import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.core.fake.FakeImage;
import dev.inquest.core.fake.FakeTypes;
import dev.inquest.core.memory.PhysicalMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BinderTest {
    private final FakeImage image = FakeImage.little();
    private final PhysicalMemory memory = new PhysicalMemory(image);
    private final FakeTypes types = new FakeTypes("hand-made", true);
    private final Binder binder = new Binder(memory, types::find);

    BinderTest() {
        StructType inner = FakeTypes.struct(
                "inner", 8, FakeTypes.member("x", FakeTypes.SHORT, 0), FakeTypes.member("y", FakeTypes.UINT, 4));
        types.add(inner);
        Type big = new IntType("__int128", 16, true, false);
        Type state = new EnumType("state", 4, false, List::of);
        StructType[] self = new StructType[1];
        self[0] = FakeTypes.struct(
                "thing",
                128,
                FakeTypes.member("i", FakeTypes.INT, 0),
                FakeTypes.member("u", FakeTypes.UINT, 4),
                FakeTypes.member("l", FakeTypes.LONG, 8),
                FakeTypes.member("s", FakeTypes.SHORT, 16),
                FakeTypes.member("c", FakeTypes.CHAR, 18),
                FakeTypes.member("uc", FakeTypes.UCHAR, 19),
                FakeTypes.bits("b3", FakeTypes.UINT, 20 * 8 + 2, 3),
                FakeTypes.bits("sb3", FakeTypes.INT, 20 * 8 + 5, 3),
                FakeTypes.member("name", FakeTypes.array(FakeTypes.CHAR, 8), 24),
                FakeTypes.member("text", FakeTypes.pointer(FakeTypes.CHAR), 32),
                FakeTypes.member("in", inner, 40),
                FakeTypes.member("inp", FakeTypes.pointer(inner), 48),
                new StructType.Member("next", () -> FakeTypes.pointer(self[0]), 56 * 8, 0),
                FakeTypes.member("flag", new IntType("_Bool", 1, false, true), 64),
                FakeTypes.member("state", state, 68),
                FakeTypes.member(null, FakeTypes.struct(null, 8, FakeTypes.member("hidden", FakeTypes.UINT, 4)), 72),
                FakeTypes.member("big", big, 80),
                FakeTypes.member("word", FakeTypes.ULONG, 96));
        types.add(self[0]);
        image.putInt(0x1000, -5)
                .putInt(0x1004, 0xfffffffe)
                .putLong(0x1008, -7)
                .put(0x1010, (byte) 0xfe, (byte) 0xff, (byte) 0x80, (byte) 0x80)
                .put(0x1014, (byte) 0b1011_0100)
                .put(0x1018, "full8chr".getBytes(StandardCharsets.US_ASCII))
                .putLong(0x1020, 0x2000)
                .put(0x2000, "behind\0".getBytes(StandardCharsets.US_ASCII))
                .put(0x1028, (byte) 0xff, (byte) 0xff, (byte) 0, (byte) 0, (byte) 9, (byte) 0, (byte) 0, (byte) 0x80)
                .putLong(0x1030, 0x1028)
                .putLong(0x1038, 0x1000)
                .put(0x1040, (byte) 1)
                .putInt(0x1044, 3)
                .putInt(0x104c, 77)
                .putLong(0x1060, 0x100);
    }

    @KernelStruct("inner")
    interface Inner extends KernelObject {
        int x();

        long y();
    }

    /** Each way to read a member. */
    @KernelStruct({"nothing", "thing"})
    interface Thing extends KernelObject {
        int i();

        @Member("i")
        long wideI();

        int u();

        @Member("u")
        long wideU();

        long l();

        short s();

        @Member("s")
        int intS();

        byte c();

        @Member("c")
        long wideC();

        @Member("uc")
        int intUc();

        @Member("uc")
        short shortUc();

        @Member("uc")
        byte byteUc();

        int b3();

        @Member("sb3")
        long signedBits();

        @Member("b3")
        boolean bitsSet();

        String name();

        String text();

        Inner in();

        @Member("inp")
        Inner behind();

        Thing next();

        @Member("next")
        long nextAddress();

        boolean flag();

        @Member("word")
        boolean wordSet();

        int state();

        long hidden();

        @AddressOf
        @Member("in.y")
        long whereY();

        @Member("in.y")
        Value y();

        @Member("in.x")
        int pathX();

        @Member("b3")
        Value bitsValue();

        @Optional
        @Member({"missing", "l"})
        long alternative();

        @Optional
        long absent();

        @Optional
        @Member({"absent", "gone"})
        String absentText();

        @Optional
        @AddressOf
        @Member("absent")
        long absentPlace();

        default int twice() {
            return 2 * state();
        }
    }

    @Test
    void readsEachForm() {
        Thing thing = binder.bind(Thing.class).at(0x1000);
        assertEquals(0x1000, thing.address());
        assertEquals(-5, thing.i());
        assertEquals(-5L, thing.wideI());
        assertEquals(0xfffffffe, thing.u());
        assertEquals(0xfffffffeL, thing.wideU());
        assertEquals(-7, thing.l());
        assertEquals((short) -2, thing.s());
        assertEquals(-2, thing.intS());
        assertEquals((byte) -128, thing.c());
        assertEquals(-128L, thing.wideC());
        assertEquals(128, thing.intUc());
        assertEquals((short) 128, thing.shortUc());
        assertEquals((byte) 0x80, thing.byteUc());
        assertEquals(5, thing.b3());
        assertEquals(-3L, thing.signedBits());
        assertTrue(thing.bitsSet());
        assertEquals("full8chr", thing.name());
        assertEquals("behind", thing.text());
        assertEquals(-1, thing.in().x());
        assertEquals(0x80000009L, thing.in().y());
        assertEquals(0x1028, thing.in().address());
        assertEquals(thing.in(), thing.behind());
        assertEquals(thing, thing.next().next());
        assertEquals(0x1000, thing.nextAddress());
        assertTrue(thing.flag());
        assertTrue(thing.wordSet());
        assertEquals(3, thing.state());
        assertEquals(6, thing.twice());
        assertEquals(77, thing.hidden());
        assertEquals(0x102c, thing.whereY());
        assertEquals(0x80000009L, thing.y().asLong());
        assertEquals(-1, thing.pathX());
        assertEquals(5, thing.bitsValue().asLong());
        assertEquals(-7, thing.alternative());
    }

    @Test
    void readsBigEndianNumbersAndBits() {
        FakeImage big = new FakeImage(ByteOrder.BIG_ENDIAN, Machine.EM_PPC64, 65536);
        big.putInt(0x10000, -5).putLong(0x10008, -7).put(0x10010, (byte) 0xff, (byte) 0xfe);
        Thing thing = new Binder(new PhysicalMemory(big), types::find)
                .bind(Thing.class)
                .at(0x10000);
        assertEquals(-5, thing.i());
        assertEquals(-7, thing.l());
        assertEquals(-2, thing.s());
    }

    @Test
    void tellsWhatTheKernelHas() {
        StructLayout<Thing> layout = binder.bind(Thing.class);
        assertEquals(128, layout.size());
        assertTrue(layout.has("alternative"));
        assertFalse(layout.has("absent"));
        assertFalse(layout.has("absentText"));
        assertFalse(layout.has("absentPlace"));
        assertEquals(OptionalLong.of(8), layout.offset("alternative"));
        assertEquals(OptionalLong.of(0x2c), layout.offset("whereY"));
        assertEquals(OptionalLong.empty(), layout.offset("absent"));
        assertThrows(IllegalArgumentException.class, () -> layout.has("nonsense"));
        Thing thing = layout.at(0x1000);
        assertEquals(
                "struct thing has no member absent",
                assertThrows(MissingTypeException.class, thing::absent).getMessage());
        assertEquals(
                "struct thing has no member absent or gone",
                assertThrows(MissingTypeException.class, thing::absentText).getMessage());
        assertThrows(MissingTypeException.class, thing::absentPlace);
    }

    @Test
    void bindsOnce() {
        assertSame(binder.bind(Thing.class), binder.bind(Thing.class));
        assertNotSame(binder.bind(Thing.class), new Binder(memory, types::find).bind(Thing.class));
    }

    @Test
    void structuresAreWhatAndWhereTheyAre() {
        StructLayout<Thing> layout = binder.bind(Thing.class);
        Thing one = layout.at(0x1000);
        assertEquals(one, layout.at(0x1000));
        assertEquals(one.hashCode(), layout.at(0x1000).hashCode());
        assertNotEquals(one, layout.at(0x1008));
        assertNotEquals(null, one);
        assertNotEquals((Object) binder.bind(Inner.class).at(0x1000), one);
        assertEquals(
                "struct thing 0xffffffff81000000",
                layout.at(0xffffffff81000000L).toString());
    }

    @Test
    void faultsPassThrough() {
        Thing thing = binder.bind(Thing.class).at(0x7000000);
        assertThrows(FaultException.class, thing::i);
        assertThrows(FaultException.class, thing::name);
        assertThrows(FaultException.class, thing::b3);
        assertEquals(0x7000000 + 40, thing.in().address());
    }

    @KernelStruct("nothing")
    interface NoStruct {
        int i();
    }

    @KernelStruct({"struct nothing", "union nobody"})
    interface NoneOfTwo {
        int i();
    }

    @KernelStruct("thing")
    interface NoMember {
        @Member({"pid", "tid"})
        int pid();
    }

    @KernelStruct("thing")
    interface TooNarrow {
        @Member("l")
        int number();
    }

    @KernelStruct("thing")
    interface PointerInInt {
        @Member("big")
        long wide();
    }

    @KernelStruct("thing")
    interface NotText {
        @Member("l")
        String text();
    }

    @KernelStruct("thing")
    interface NotStruct {
        @Member("l")
        Inner inner();
    }

    @KernelStruct("thing")
    interface StructAsNumber {
        @Member("in")
        long number();
    }

    private String refusal(Class<?> type) {
        return Objects.requireNonNull(assertThrows(MissingTypeException.class, () -> binder.bind(type))
                .getMessage());
    }

    @Test
    void refusesWhatTheKernelCannotGive() {
        assertEquals("the kernel has no struct nothing", refusal(NoStruct.class));
        assertEquals("the kernel has no struct nothing or union nobody", refusal(NoneOfTwo.class));
        assertEquals("struct thing has no member pid or tid", refusal(NoMember.class));
        assertEquals("struct thing.l is long, which int TooNarrow.number() cannot give", refusal(TooNarrow.class));
        assertEquals(
                "struct thing.big is __int128, which long PointerInInt.wide() cannot give",
                refusal(PointerInInt.class));
        assertEquals("struct thing.l is long, which String NotText.text() cannot give", refusal(NotText.class));
        assertEquals("struct thing.l is long, which Inner NotStruct.inner() cannot give", refusal(NotStruct.class));
        assertEquals(
                "struct thing.in is struct inner, which long StructAsNumber.number() cannot give",
                refusal(StructAsNumber.class));
    }

    interface NotAnnotated {
        int i();
    }

    @KernelStruct("thing")
    interface WithParameter {
        int i(int index);
    }

    @Test
    void refusesInterfacesThatAreNoStructures() {
        assertThrows(IllegalArgumentException.class, () -> binder.bind(NotAnnotated.class));
        assertThrows(IllegalArgumentException.class, () -> binder.bind(WithParameter.class));
    }

    @KernelStruct("union either")
    interface Either {
        int a();

        long b();
    }

    @KernelStruct("either_t")
    interface EitherTypedef {
        int a();
    }

    @Test
    void bindsUnionsAndTypedefs() {
        StructType either = new StructType(
                true,
                "either",
                8,
                () -> List.of(FakeTypes.member("a", FakeTypes.INT, 0), FakeTypes.member("b", FakeTypes.LONG, 0)));
        types.add(either).typedef("either_t", either);
        image.putLong(0x3000, 0x100000002L);
        assertEquals(2, binder.bind(Either.class).at(0x3000).a());
        assertEquals(0x100000002L, binder.bind(Either.class).at(0x3000).b());
        assertEquals(2, binder.bind(EitherTypedef.class).at(0x3000).a());
    }

    /** An interface as a plugin has it, in a loader that knows of the api what the interface itself names, and nothing of this one. */
    @KernelStruct("thing")
    interface Foreign extends KernelObject {
        int i();

        String name();

        Foreign next();
    }

    private static final class PluginLoader extends ClassLoader {
        PluginLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("dev.inquest.api.kernel.")) {
                return BinderTest.class.getClassLoader().loadClass(name);
            }
            if (!name.equals(Foreign.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            String file = "/" + name.replace('.', '/') + ".class";
            try (@Nullable InputStream in = BinderTest.class.getResourceAsStream(file)) {
                byte[] code = Objects.requireNonNull(in).readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void bindsInterfacesOfOtherLoaders() throws ReflectiveOperationException {
        Class<?> foreign = Class.forName(Foreign.class.getName(), true, new PluginLoader());
        assertNotSame(Foreign.class, foreign);
        KernelObject thing = (KernelObject) binder.bind(foreign).at(0x1000);
        assertEquals(0x1000, thing.address());
        var i = foreign.getDeclaredMethod("i");
        i.setAccessible(true);
        assertEquals(-5, i.invoke(thing));
        var next = foreign.getDeclaredMethod("next");
        next.setAccessible(true);
        assertNotNull(next.invoke(thing));
        assertEquals(thing, next.invoke(thing));
        var name = foreign.getDeclaredMethod("name");
        name.setAccessible(true);
        assertEquals("full8chr", name.invoke(thing));
    }
}
