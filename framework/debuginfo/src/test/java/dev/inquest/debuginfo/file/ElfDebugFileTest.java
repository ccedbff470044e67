package dev.inquest.debuginfo.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.testkit.ElfFileWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ElfDebugFileTest {
    private static final long TEXT = 0xffffffff81000000L;
    private static final long RODATA = 0xffffffff82000000L;
    private static final long BIAS = 0x11c00000L;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] note(ByteOrder order) {
        ByteBuffer note = ByteBuffer.allocate(12 + 4 + 20 + 20).order(order);
        note.putInt(4).putInt(0).putInt(0x100).put(ascii("Xen\0"));
        note.putInt(4).putInt(20).putInt(3).put(ascii("GNU\0"));
        for (int i = 0; i < 20; i++) {
            note.put((byte) (0xa0 + i));
        }
        return note.array();
    }

    static ElfFileWriter kernel(ByteOrder order) {
        ElfFileWriter elf = new ElfFileWriter(ElfFile.EXEC, 62, order);
        int text = elf.section(".text", 1, 6, TEXT, new byte[0x100]);
        int rodata = elf.section(".rodata", 1, 2, RODATA, ascii("Linux version 6.1.0-56-amd64 (gcc)\n\0"));
        int percpu = elf.section(".data..percpu", 1, 3, 0, new byte[0x40]);
        elf.section(".notes", ElfSection.NOTE, 2, RODATA + 0x1000, note(order));
        elf.symbol("core.c", 0, 0, 0, 4, 0xfff1);
        elf.symbol("sp_reg", 5, 0, 0, 0, 0xfff1);
        elf.symbol("$x", TEXT, 0, 0, 0, text);
        elf.symbol("local_alias", TEXT, 16, 0, 2, text);
        elf.symbol("helper", TEXT + 0x20, 8, 0, 2, text);
        elf.symbol("helper", TEXT + 0x40, 8, 0, 2, text);
        elf.symbol("weak_alias", TEXT, 16, 2, 2, text);
        elf.symbol("start", TEXT, 16, 1, 2, text);
        elf.symbol("_text", TEXT, 0, 1, 0, text);
        elf.symbol("entry", TEXT + 0x60, 0x40, 1, 0, text);
        elf.symbol("entry_after_frame", TEXT + 0x70, 0, 1, 0, text);
        elf.symbol("linux_banner", RODATA, 35, 1, 1, rodata);
        elf.symbol("runqueues", 0x20, 8, 1, 1, percpu);
        elf.symbol("__crc_start", 0x12345678, 0, 1, 0, 0xfff1);
        elf.symbol("init_per_cpu__gdt_page", RODATA + 4, 0, 1, 0, 0xfff1);
        elf.symbol("undefined", 0, 0, 1, 0, 0);
        return elf;
    }

    static DebugFile open(byte[] bytes) throws OpenException {
        return new ElfDebugFileFormat().open(ElfFileWriter.source("dir/vmlinux", bytes), Progress.NONE);
    }

    private static SymbolSource symbols(DebugFile file, LoadMap map) {
        SymbolSource symbols = file.load(map).getFirst().symbols();
        assertNotNull(symbols);
        return symbols;
    }

    @Test
    void factsOfAKernelInBothByteOrders() throws OpenException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            DebugFile file = open(kernel(order).build());
            assertTrue(file.kernel());
            assertEquals(Optional.of("6.1.0-56-amd64"), file.release());
            assertEquals(Optional.of("a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3"), file.buildId());
            assertEquals("", file.moduleName());
            assertEquals(OptionalLong.of(TEXT), file.linkAddress("start"));
            assertEquals(OptionalLong.empty(), file.linkAddress("undefined"));
            assertFalse(file.hasDebugInfo());
            assertEquals(order, file.machine().order());
        }
    }

    @Test
    void symbolsMoveWithTheKernelAndPerCpuOnesDoNot() throws OpenException {
        SymbolSource symbols = symbols(open(kernel(ByteOrder.LITTLE_ENDIAN).build()), LoadMap.kernel(BIAS));
        assertEquals(
                new Symbol("start", TEXT + BIAS, 16, 'T', null, "symtab of vmlinux"),
                symbols.byName("start").getFirst());
        assertEquals(0x20, symbols.byName("runqueues").getFirst().address());
        assertEquals(
                RODATA + 4 + BIAS,
                symbols.byName("init_per_cpu__gdt_page").getFirst().address());
        assertEquals(
                List.of(TEXT + BIAS + 0x20, TEXT + BIAS + 0x40),
                symbols.byName("helper").stream().map(Symbol::address).toList());
        assertTrue(symbols.byName("__crc_start").isEmpty());
        assertTrue(symbols.byName("sp_reg").isEmpty());
        assertTrue(symbols.byName("core.c").isEmpty());
    }

    private static String nameAt(SymbolSource symbols, long address) {
        Symbol symbol = symbols.at(address);
        return symbol == null ? "" : symbol.name();
    }

    @Test
    void theBestNameAtAnAddress() throws OpenException {
        SymbolSource symbols = symbols(open(kernel(ByteOrder.LITTLE_ENDIAN).build()), LoadMap.kernel(BIAS));
        assertEquals("start", nameAt(symbols, TEXT + BIAS));
        assertEquals("start", nameAt(symbols, TEXT + BIAS + 0x1f));
        assertEquals("helper", nameAt(symbols, TEXT + BIAS + 0x20));
        assertEquals("entry_after_frame", nameAt(symbols, TEXT + BIAS + 0x90));
        assertEquals("linux_banner", nameAt(symbols, RODATA + BIAS));
        assertNull(symbols.at(TEXT + BIAS - 1));
        assertNull(symbols.at(0x28));
        assertNull(symbols.at(0xffffffffc0000000L));
        List<String> all = new ArrayList<>();
        symbols.forEach(symbol -> all.add(symbol.name()));
        assertEquals("runqueues", all.getFirst());
        assertEquals(11, all.size());
    }

    static ElfFileWriter module() {
        ElfFileWriter elf = new ElfFileWriter(ElfFile.REL, 62, ByteOrder.LITTLE_ENDIAN);
        int text = elf.section(".text", 1, 6, 0, new byte[0x80]);
        int init = elf.section(".init.text", 1, 6, 0, new byte[0x20]);
        elf.section(".modinfo", 1, 2, 0, ascii("license=GPL\0\0\0name=crasher\0vermagic=6.1.0-56-amd64 SMP mod\0"));
        elf.symbol("poke", 0x10, 16, 0, 2, text);
        elf.symbol("init_module", 0, 16, 1, 2, init);
        return elf;
    }

    @Test
    void symbolsOfAModuleAreWhereItsSectionsAre() throws OpenException {
        DebugFile file = open(module().build());
        assertFalse(file.kernel());
        assertEquals("crasher", file.moduleName());
        assertEquals(Optional.of("6.1.0-56-amd64"), file.release());
        SymbolSource symbols = symbols(file, new LoadMap(0, Map.of(".text", 0xffffffffc0100000L), "crasher"));
        assertEquals(
                new Symbol("poke", 0xffffffffc0100010L, 16, 't', "crasher", "symtab of vmlinux"),
                symbols.at(0xffffffffc0100018L));
        assertTrue(symbols.byName("init_module").isEmpty());
        assertNull(symbols.at(0xffffffffc0100080L));
        assertNull(symbols.at(0xffffffffc0100008L));
    }

    @Test
    void whatIsOfNoUseIsRefusedWithTheReason() {
        ElfFileWriter stripped = new ElfFileWriter(ElfFile.EXEC, 62, ByteOrder.LITTLE_ENDIAN);
        stripped.section(".text", 1, 6, TEXT, new byte[16]);
        assertReason("stripped", stripped.build());
        ElfFileWriter program = new ElfFileWriter(ElfFile.DYN, 62, ByteOrder.LITTLE_ENDIAN);
        program.symbol("main", 0, 0, 1, 2, program.section(".text", 1, 6, 0, new byte[16]));
        assertReason("not a Linux kernel", program.build());
        ElfFileWriter object = new ElfFileWriter(ElfFile.REL, 62, ByteOrder.LITTLE_ENDIAN);
        object.symbol("main", 0, 0, 1, 2, object.section(".text", 1, 6, 0, new byte[16]));
        assertReason("not a kernel module", object.build());
        byte[] boot = new byte[0x1000];
        System.arraycopy(ascii("HdrS"), 0, boot, 0x202, 4);
        assertReason("give the vmlinux with debug information", boot);
    }

    private static void assertReason(String reason, byte[] bytes) {
        assertTrue(new ElfDebugFileFormat().matches(ElfFileWriter.source("x", bytes)));
        OpenException e = assertThrows(OpenException.class, () -> open(bytes));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    @Test
    void dumpsAndOtherFilesDoNotMatch() {
        ElfDebugFileFormat format = new ElfDebugFileFormat();
        assertFalse(format.matches(ElfFileWriter.source("x", new byte[0])));
        assertFalse(format.matches(ElfFileWriter.source("x", new byte[4096])));
        assertFalse(format.matches(
                ElfFileWriter.source("x", new ElfFileWriter(ElfFile.CORE, 62, ByteOrder.LITTLE_ENDIAN).build())));
    }

    /** Every cut, and every byte changed in turn, gives a file or a reason. */
    @Test
    void damageIsNamed() {
        byte[] whole = kernel(ByteOrder.LITTLE_ENDIAN).build();
        for (int size = 0; size < whole.length; size++) {
            probe(java.util.Arrays.copyOf(whole, size));
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) (i % 3 == 0 ? 0xff : 0x81);
            probe(changed);
        }
    }

    private static void probe(byte[] bytes) {
        try (DebugFile file = open(bytes)) {
            file.release();
            file.buildId();
            file.moduleName();
            SymbolSource symbols = symbols(file, LoadMap.kernel(BIAS));
            symbols.at(TEXT + BIAS + 0x71);
            symbols.byName("helper");
            symbols.forEach(symbol -> assertNotNull(symbol.name()));
        } catch (OpenException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
        }
    }
}
