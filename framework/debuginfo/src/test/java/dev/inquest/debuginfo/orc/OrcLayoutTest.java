package dev.inquest.debuginfo.orc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.fakes.FakeModule;
import dev.inquest.debuginfo.fakes.Structs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OrcLayoutTest {
    private static final long IPS = 0xffffffff82c00000L;
    private static final long ROWS = 0xffffffff82d00000L;
    private static final long TEXT = 0xffffffff81000000L;
    private static final long MODULE = 0xffffffffc0000000L;
    private static final long MODULE_IPS = MODULE + 0x1000;
    private static final long MODULE_ROWS = MODULE + 0x2000;
    private static final long MODULE_TEXT = MODULE + 0x3000;
    private static final int COUNT = 64;

    private final FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);

    private void table(long ips, long rows, long text, int count, int flags) {
        ByteBuffer addresses = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
        int[] numbers = new int[count * 3];
        for (int i = 0; i < count; i++) {
            addresses.putInt((int) (text + i * 16L - (ips + i * 4L)));
            numbers[i * 3] = 8 * (i + 1);
            numbers[i * 3 + 2] = i == count - 1 ? 0 : flags;
        }
        memory.put(ips, addresses.array());
        memory.put(rows, OrcTableTest.rows(numbers));
    }

    private FakeContext kernel(int flags) {
        table(IPS, ROWS, TEXT, COUNT, flags);
        return new FakeContext(memory)
                .symbol("__start_orc_unwind_ip", IPS)
                .symbol("__stop_orc_unwind_ip", IPS + COUNT * 4)
                .symbol("__start_orc_unwind", ROWS)
                .symbol("__stop_orc_unwind", ROWS + COUNT * 6);
    }

    private static UnwindRow row(LayoutSource source, long pc) {
        return Objects.requireNonNull(Objects.requireNonNull(source.unwind()).row(pc));
    }

    @Test
    void findsTheKernelsTables() {
        FakeContext context = kernel(0x205);
        LayoutSource source = new OrcLayout().find(context);
        assertNotNull(source, context.remarks().toString());
        assertEquals("ORC in the dump", source.describe());
        assertEquals(new UnwindRule.RegisterPlus(7, 24), row(source, TEXT + 40).cfa());
        assertNull(new OrcLayout().find(kernel(0x205).architecture("aarch64")));
        // A file that can unwind makes the search needless.
        assertNull(new OrcLayout().find(kernel(0x205).file(source)));
    }

    @Test
    void saysWhyThereAreNone() {
        FakeContext unknown = new FakeContext(memory);
        assertNull(new OrcLayout().find(unknown));
        assertEquals(
                List.of("The kernel's ORC tables were not found: their symbols are not known."), unknown.remarks());
        FakeContext strange = kernel(0x7ff);
        assertNull(new OrcLayout().find(strange));
        assertEquals(List.of("ORC in the dump is not used: the format of its rows is not known."), strange.remarks());
    }

    @Test
    void findsTheTablesOfAModuleTooSmallToTellItsFormat() {
        StructType entry = OrcFormatTest.v6_4();
        FakeContext context = kernel(0x203).struct("orc_entry", entry);
        table(MODULE_IPS, MODULE_ROWS, MODULE_TEXT, 2, 0x204);
        StructType arch = new Structs()
                .member("num_orcs", Structs.INT, 0)
                .member("orc_unwind_ip", Structs.pointer(Structs.INT), 8)
                .member("orc_unwind", Structs.pointer(Structs.INT), 16)
                .build("mod_arch_specific", 24);
        StructType struct = new Structs().member("arch", arch, 0).build("module", 24);
        KernelModule module = new FakeModule(MODULE, "crasher", List.of(new KernelModule.Range("all", MODULE, 0x4000)));
        memory.putLongs(MODULE, 2, MODULE_IPS, MODULE_ROWS);
        LayoutSource source = new OrcLayout().findModule(context, module, new Value(memory, struct, MODULE));
        assertNotNull(source, context.remarks().toString());
        // Register 4 is the base pointer in either numbering; a table that lies elsewhere is not the module's.
        assertEquals(
                new UnwindRule.RegisterPlus(6, 8), row(source, MODULE_TEXT + 3).cfa());
        memory.putLongs(MODULE, 2, IPS, MODULE_ROWS);
        assertNull(new OrcLayout().findModule(context, module, new Value(memory, struct, MODULE)));
        assertEquals(List.of("The ORC tables of module crasher are not in its memory."), context.remarks());
        memory.putLongs(MODULE, 0, 0, 0);
        assertNull(new OrcLayout().findModule(context, module, new Value(memory, struct, MODULE)));
    }
}
