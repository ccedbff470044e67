package dev.inquest.debuginfo.kallsyms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.fakes.FakeModule;
import dev.inquest.debuginfo.fakes.Structs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ModuleSymbolsTest {
    private static final long MODULE = 0xffffffffc0400000L;
    private static final long TABLE = 0xffffffffc0401000L;
    private static final long SYMTAB = 0xffffffffc0402000L;
    private static final long STRTAB = 0xffffffffc0403000L;
    private static final long TYPETAB = 0xffffffffc0404000L;
    private static final long TEXT = 0xffffffffc0500000L;
    private static final long INIT = 0xffffffffc0600000L;

    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();

    private void add(String name, char letter, int info, int section, long value, long size) {
        ByteBuffer symbol = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        symbol.putInt(name.isEmpty() ? 0 : strings.size());
        symbol.put((byte) info)
                .put((byte) 0)
                .putShort((short) section)
                .putLong(value)
                .putLong(size);
        symbols.writeBytes(symbol.array());
        strings.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
        types.write(letter);
    }

    private void sample() {
        add("", '?', 0, 0, 0, 0);
        add("printk", 'U', 0x10, 0, 0xffffffff81234567L, 0);
        add("crasher_init", 't', 2, 5, INIT, 100);
        add("init_module", 't', 0x12, 5, INIT, 100);
        add("$x", 't', 0, 3, TEXT, 0);
        add("do_null", 't', 2, 3, TEXT + 0x10, 21);
        add("start_of_do_null", 't', 0, 3, TEXT + 0x10, 0);
        add("do_list", 't', 2, 3, TEXT + 0x40, 30);
        add("__UNIQUE_ID_license1", '?', 1, 9, 0xff3e000000001234L, 12);
    }

    private FakeMemory memory() {
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        memory.putLongs(MODULE, TABLE, 0);
        memory.putLongs(TABLE, SYMTAB, symbols.size() / 24, STRTAB, TYPETAB);
        memory.put(SYMTAB, symbols.toByteArray());
        // Memory goes on behind the names to the end of its page.
        memory.put(STRTAB, Arrays.copyOf(strings.toByteArray(), 4096));
        memory.put(TYPETAB, types.toByteArray());
        return memory;
    }

    private static StructType struct(boolean typetab) {
        Structs table = new Structs()
                .member("symtab", Structs.pointer(Structs.LONG), 0)
                .member("num_symtab", Structs.INT, 8)
                .member("strtab", Structs.pointer(Structs.LONG), 16);
        if (typetab) {
            table.member("typetab", Structs.pointer(Structs.LONG), 24);
        }
        return new Structs()
                .member("kallsyms", Structs.pointer(table.build("mod_kallsyms", 32)), 0)
                .build("module", 16);
    }

    private static KernelModule module() {
        return new FakeModule(
                MODULE,
                "crasher",
                List.of(
                        new KernelModule.Range("text", TEXT, 0x1000),
                        new KernelModule.Range("init text", INIT, 0x1000)));
    }

    private static SymbolSource read(FakeContext context, StructType struct) {
        LayoutSource source =
                new KallsymsLayout().findModule(context, module(), new Value(context.memory(), struct, MODULE));
        assertNotNull(source, context.remarks().toString());
        return Objects.requireNonNull(source.symbols());
    }

    private static String at(SymbolSource symbols, long address) {
        Symbol symbol = symbols.at(address);
        return symbol == null ? "none" : symbol.name();
    }

    @Test
    void readsTheTableThatTheModuleHasNow() {
        sample();
        FakeContext context = new FakeContext(memory());
        SymbolSource found = read(context, struct(true));
        assertEquals("do_null", at(found, TEXT + 0x15));
        assertEquals("do_list", at(found, TEXT + 0xfff));
        // The init function that is its section's first symbol, and not the alias that the loader looks for.
        assertEquals("crasher_init", at(found, INIT + 0x20));
        assertEquals("none", at(found, TEXT));
        assertEquals("none", at(found, TEXT + 0x1000));
        Symbol doNull = found.byName("do_null").getFirst();
        assertEquals(new Symbol("do_null", TEXT + 0x10, 21, 't', "crasher", "kallsyms"), doNull);
        assertEquals(List.of(), found.byName("printk"));
        assertEquals(List.of(), found.byName("$x"));
        assertEquals(List.of(), found.byName("__UNIQUE_ID_license1"));
        assertEquals(List.of(), context.remarks());
    }

    @Test
    void letterStoodInStInfoBeforeThereWasATypetab() {
        add("", '?', 0, 0, 0, 0);
        add("old", '?', 'd', 4, TEXT + 0x100, 8);
        assertEquals(
                'd',
                read(new FakeContext(memory()), struct(false))
                        .byName("old")
                        .getFirst()
                        .kind());
    }

    @Test
    void tablesStoodInStructModuleBeforeModKallsyms() {
        sample();
        FakeMemory memory = memory();
        memory.putLongs(MODULE, SYMTAB, symbols.size() / 24, STRTAB);
        StructType older = new Structs()
                .member("symtab", Structs.pointer(Structs.LONG), 0)
                .member("num_symtab", Structs.INT, 8)
                .member("strtab", Structs.pointer(Structs.LONG), 16)
                .build("module", 64);
        assertEquals(
                TEXT + 0x40,
                read(new FakeContext(memory), older)
                        .byName("do_list")
                        .getFirst()
                        .address());
    }

    @Test
    void saysWhatCannotBeRead() {
        sample();
        FakeMemory memory = memory();
        memory.putLongs(TABLE, 0x1000, 8, STRTAB, TYPETAB);
        FakeContext context = new FakeContext(memory);
        assertNull(new KallsymsLayout().findModule(context, module(), new Value(memory, struct(true), MODULE)));
        assertEquals(
                List.of("The symbols of module crasher cannot be read: 0x1000: not mapped (nothing was put here)."),
                context.remarks());

        FakeMemory hostile = memory();
        hostile.putLongs(TABLE, SYMTAB, 0x7fffffff, STRTAB, TYPETAB);
        FakeContext second = new FakeContext(hostile);
        assertNull(new KallsymsLayout().findModule(second, module(), new Value(hostile, struct(true), MODULE)));
        assertTrue(
                second.remarks().getFirst().contains("2147483647"),
                second.remarks().getFirst());
    }

    @Test
    void aModuleMayHaveNone() {
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        memory.putLongs(MODULE, 0, 0);
        FakeContext context = new FakeContext(memory);
        assertNull(new KallsymsLayout().findModule(context, module(), new Value(memory, struct(true), MODULE)));
        assertEquals(List.of(), context.remarks());
    }
}
