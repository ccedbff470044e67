package dev.inquest.debuginfo.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.fakes.FakeModule;
import dev.inquest.debuginfo.fakes.Structs;
import dev.inquest.testkit.BtfWriter;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BtfLayoutTest {
    private static final long START = 0xffffffff824c1b88L;
    private static final long TEXT = 0xffffffff82000000L;
    private static final long DATA = 0xffffffff82600000L;
    private static final long HEAD = 0xffffffff83000000L;
    private static final long ENTRY = 0xff11000000001000L;
    private static final long COPY = 0xff11000000002000L;
    private static final long BTF = 0xff11000000003000L;
    private static final long MODULE = 0xffffffffc0000000L;
    private static final KernelModule CRASHER =
            new FakeModule(MODULE, "crasher", List.of(new KernelModule.Range("text", MODULE, 0x1000)));

    private final FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);

    private static BtfWriter kernel() {
        BtfWriter b = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        b.struct(BtfKind.STRUCT, "list_head", false, 16, "next", b.integer("long unsigned int", 8, 0), 0);
        b.struct(BtfKind.STRUCT, "task_struct", false, 8, "state", 1, 0);
        return b;
    }

    private static Type find(LayoutSource source, String tag) {
        return Objects.requireNonNull(Objects.requireNonNull(source.types()).find(TypeSource.Kind.STRUCT, tag));
    }

    @Test
    void findsTheKernelsBtfBySymbol() {
        byte[] bytes = kernel().build();
        memory.put(START, bytes);
        FakeContext context =
                new FakeContext(memory).symbol("__start_BTF", START).symbol("__stop_BTF", START + bytes.length);
        LayoutSource source = new BtfLayout().find(context);
        assertNotNull(source, context.remarks().toString());
        assertEquals("BTF in the dump", source.describe());
        assertEquals(16, find(source, "list_head").size());
        assertNull(new BtfLayout().find(context.file(source)));
    }

    @Test
    void findsTheKernelsBtfByItsHeader() {
        byte[] bytes = kernel().build();
        // The BTF of some program, a hole, and the kernel's between other things.
        BtfWriter other = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        other.integer("int", 4, 1);
        memory.put(TEXT, Arrays.copyOf(other.build(), 4096));
        memory.put(START - 0xb88, new byte[0xb88]);
        memory.put(START, Arrays.copyOf(bytes, 0x2000 - 0xb88));
        FakeContext context = new FakeContext(memory)
                .vmcoreInfo("SYMBOL(_stext)=" + Long.toHexString(TEXT) + "\nSYMBOL(init_uts_ns)="
                        + Long.toHexString(DATA) + "\n");
        LayoutSource source = new BtfLayout().find(context);
        assertNotNull(source, context.remarks().toString());
        assertEquals(16, find(source, "list_head").size());
    }

    @Test
    void saysWhyThereIsNone() {
        FakeContext unknown = new FakeContext(memory);
        assertNull(new BtfLayout().find(unknown));
        assertTrue(unknown.remarks().getFirst().startsWith("The kernel's BTF was not found"));
        FakeContext unreadable =
                new FakeContext(memory).symbol("__start_BTF", START).symbol("__stop_BTF", START + 100);
        assertNull(new BtfLayout().find(unreadable));
        assertEquals(
                List.of("BTF in the dump cannot be read: 0xffffffff824c1b88: not mapped (nothing was put here)."),
                unreadable.remarks());
        memory.put(START, new byte[100]);
        FakeContext damaged =
                new FakeContext(memory).symbol("__start_BTF", START).symbol("__stop_BTF", START + 100);
        assertNull(new BtfLayout().find(damaged));
        assertEquals(List.of("BTF in the dump begins with 0x0 instead of 0xeb9f."), damaged.remarks());
    }

    @Test
    void findsAModulesBtfInTheKernelsList() {
        BtfWriter builder = kernel();
        byte[] bytes = builder.build();
        BtfWriter split = builder.split();
        split.struct(BtfKind.STRUCT, "crasher", false, 16, "list", 2, 0);
        byte[] own = split.build();
        memory.put(START, bytes);
        memory.put(COPY, own);
        memory.putLongs(HEAD, ENTRY + 8, ENTRY + 8);
        memory.putLongs(ENTRY, MODULE, HEAD, HEAD, BTF);
        memory.putLongs(BTF, COPY, own.length);
        StructType btf = new Structs()
                .member("data", Structs.pointer(Structs.LONG), 0)
                .member("data_size", Structs.INT, 8)
                .build("btf", 16);
        StructType entry = new Structs()
                .member("module", Structs.pointer(Structs.LONG), 0)
                .member("list", Structs.LONG, 8)
                .member("btf", Structs.pointer(btf), 24)
                .build("btf_module", 32);
        FakeContext context = new FakeContext(memory)
                .symbol("__start_BTF", START)
                .symbol("__stop_BTF", START + bytes.length)
                .symbol("btf_modules", HEAD)
                .struct("btf_module", entry);
        Value struct = new Value(memory, entry, MODULE);
        LayoutSource source = new BtfLayout().findModule(context, CRASHER, struct);
        assertNotNull(source, context.remarks().toString());
        assertEquals("BTF of module crasher", source.describe());
        StructType crasher = (StructType) find(source, "crasher");
        assertEquals(
                "struct list_head",
                Objects.requireNonNull(crasher.find("list")).type().spelling());
        assertEquals(List.of(), context.remarks());

        KernelModule other = new FakeModule(1, "other", CRASHER.ranges());
        assertNull(new BtfLayout().findModule(context, other, struct));
        // A list that runs in circles past its head comes to an end all the same.
        memory.putLongs(ENTRY, MODULE + 1, ENTRY + 8, HEAD, BTF);
        assertNull(new BtfLayout().findModule(context, CRASHER, struct));
        assertEquals(
                List.of("BTF of module crasher was not found: the list btf_modules does not come to an end."),
                context.remarks());
    }
}
