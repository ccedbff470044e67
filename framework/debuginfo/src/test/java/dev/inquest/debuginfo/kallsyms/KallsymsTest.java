package dev.inquest.debuginfo.kallsyms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.testkit.KallsymsWriter;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KallsymsTest {
    private static final long BASE = 0xffffffff81000000L;
    private static final String LONG_NAME = "_RNv".repeat(60) + "end";

    private static KallsymsBuilder sample(ByteOrder order, KallsymsWriter.Form form) {
        KallsymsBuilder b = new KallsymsBuilder(order, form, BASE);
        if (form == KallsymsWriter.Form.ABSOLUTE_PERCPU || form == KallsymsWriter.Form.ADDRESSES) {
            b.add('A', "fixed_percpu_data", 0).add('A', "cpu_number", 0x1d0e8);
        }
        return b.add('t', "startup_64", BASE)
                .add('T', "_stext", BASE)
                .add('T', "_text", BASE)
                .add('T', "__x64_sys_read", BASE + 0x100)
                .add('t', "helper", BASE + 0x180)
                .add('t', "helper", BASE + 0x200)
                .add('t', LONG_NAME, BASE + 0x300)
                .add('D', "init_task", BASE + 0x100000)
                .add('B', "_end", BASE + 0x200000);
    }

    private static SymbolSource find(FakeContext context) {
        LayoutSource source = new KallsymsLayout().find(context);
        assertNotNull(source, context.remarks().toString());
        return Objects.requireNonNull(source.symbols());
    }

    private static String at(SymbolSource symbols, long address) {
        Symbol symbol = symbols.at(address);
        return symbol == null ? "none" : symbol.name();
    }

    @Test
    void aLabelInsideTheSystemCallEntryIsNotTakenForAFunction() {
        KallsymsBuilder b = new KallsymsBuilder(ByteOrder.LITTLE_ENDIAN, KallsymsWriter.Form.RELATIVE, BASE)
                .add('T', "_stext", BASE)
                .add('T', "_text", BASE)
                .add('T', "entry_SYSCALL_64", BASE + 0x400)
                .add('T', "entry_SYSCALL_64_safe_stack", BASE + 0x429)
                .add('T', "entry_SYSCALL_64_after_hwframe", BASE + 0x438)
                .add('T', "ret_from_fork", BASE + 0x500)
                .add('T', "secondary_startup_64", BASE + 0x600)
                .add('T', "secondary_startup_64_no_verify", BASE + 0x605)
                .add('t', "common_startup_64", BASE + 0x61f)
                .add('T', "other", BASE + 0x700)
                .add('t', "common_startup_64", BASE + 0x710)
                .add('B', "_end", BASE + 0x200000);
        SymbolSource symbols = find(b.context(b.memory()));
        assertEquals("entry_SYSCALL_64", at(symbols, BASE + 0x4a6));
        assertEquals("ret_from_fork", at(symbols, BASE + 0x522));
        assertEquals("secondary_startup_64", at(symbols, BASE + 0x615), "as in Linux 6.1");
        assertEquals("secondary_startup_64", at(symbols, BASE + 0x6f0), "as in Linux 6.12");
        assertEquals("common_startup_64", at(symbols, BASE + 0x720), "in no function that is known to have it");
        assertEquals(
                BASE + 0x438,
                symbols.byName("entry_SYSCALL_64_after_hwframe").getFirst().address());
    }

    @ParameterizedTest
    @EnumSource(KallsymsWriter.Form.class)
    void readsEveryFormOfAddresses(KallsymsWriter.Form form) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            KallsymsBuilder b = sample(order, form);
            FakeContext context = b.context(b.memory());
            SymbolSource symbols = find(context);
            assertEquals(List.of(), context.remarks());
            Symbol read = symbols.byName("__x64_sys_read").getFirst();
            assertEquals(BASE + 0x100, read.address());
            assertEquals('T', read.kind());
            assertNull(read.module());
            assertEquals("__x64_sys_read", at(symbols, BASE + 0x17f));
            assertEquals("helper", at(symbols, BASE + 0x180));
            assertEquals(LONG_NAME, at(symbols, BASE + 0x2000));
            assertEquals(BASE + 0x300, symbols.byName(LONG_NAME).getFirst().address());
            // Global before local, and of those the shorter name.
            assertEquals("_text", at(symbols, BASE + 5));
            assertEquals("_end", at(symbols, BASE + 0x200000));
            assertEquals("none", at(symbols, BASE + 0x200001));
            assertEquals("none", at(symbols, BASE - 1));
            assertEquals("none", at(symbols, 0x1d0f0));
            assertEquals("none", at(symbols, 0));
            List<Symbol> helpers = symbols.byName("helper");
            assertEquals(2, helpers.size());
            assertEquals(BASE + 0x180, helpers.get(0).address());
            assertEquals(BASE + 0x200, helpers.get(1).address());
            assertEquals(List.of(), symbols.byName("help"));
            assertEquals(List.of(), symbols.byName("helper_"));
            assertEquals(List.of(), symbols.byName(""));
            List<Symbol> all = new ArrayList<>();
            symbols.forEach(all::add);
            boolean perCpu = form == KallsymsWriter.Form.ABSOLUTE_PERCPU || form == KallsymsWriter.Form.ADDRESSES;
            assertEquals(perCpu ? 11 : 9, all.size());
            if (perCpu) {
                assertEquals(0x1d0e8, symbols.byName("cpu_number").getFirst().address());
                assertEquals('A', symbols.byName("cpu_number").getFirst().kind());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KallsymsWriter.Form.class,
            names = {"RELATIVE", "ABSOLUTE_PERCPU", "ADDRESSES"})
    void findsTablesThatVmcoreinfoDoesNotTell(KallsymsWriter.Form form) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (int count : new int[] {900, 1024, 1025, 1100, -900, -1024, -1100}) {
                // A negative count stands for the wide markers of kernels before 4.20.
                assertFound(form, order, Math.abs(count), count < 0 ? 8 : 4);
            }
        }
    }

    private static void assertFound(KallsymsWriter.Form form, ByteOrder order, int count, int width) {
        KallsymsBuilder b = new KallsymsBuilder(order, form, BASE).add('T', "_stext", BASE);
        for (int i = 1; i < count; i++) {
            b.add('t', "do_something_" + i * 7919L, BASE + i * 32L);
        }
        FakeMemory memory = new FakeMemory(order);
        memory.put(BASE + 0x1230000, b.inOnePiece(width));
        FakeContext context = new FakeContext(memory)
                .vmcoreInfo("SYMBOL(_stext)=" + Long.toHexString(BASE) + "\nSYMBOL(init_uts_ns)="
                        + Long.toHexString(BASE + 0x1800000) + "\n");
        SymbolSource symbols = find(context);
        assertEquals("do_something_" + 898 * 7919L, at(symbols, BASE + 898 * 32 + 5));
        assertEquals(
                BASE + (count - 1) * 32L,
                symbols.byName("do_something_" + (count - 1) * 7919L).getFirst().address());
    }

    @Test
    void isNotUsedWhenVmcoreinfoSaysOtherwise() {
        KallsymsBuilder b = sample(ByteOrder.LITTLE_ENDIAN, KallsymsWriter.Form.RELATIVE);
        FakeContext right = b.context(b.memory());
        FakeContext context = new FakeContext(right.memory())
                .vmcoreInfo(Objects.requireNonNull(right.vmcoreInfo())
                        .text()
                        .replace("SYMBOL(_stext)=ffffffff81000000", "SYMBOL(_stext)=ffffffff81200000"));
        assertNull(new KallsymsLayout().find(context));
        assertEquals(
                List.of("The kernel's symbol table is not used: it has _stext at 0xffffffff81000000, VMCOREINFO at"
                        + " 0xffffffff81200000."),
                context.remarks());
    }

    @Test
    void givesWhatCanBeReadOfTheNames() {
        KallsymsBuilder b = sample(ByteOrder.LITTLE_ENDIAN, KallsymsWriter.Form.RELATIVE);
        FakeMemory memory = b.memory();
        byte[] names = b.names();
        memory.put(KallsymsBuilder.NAMES, java.util.Arrays.copyOf(names, names.length - 10));
        FakeContext context = b.context(memory);
        SymbolSource symbols = find(context);
        assertEquals(1, context.remarks().size());
        assertTrue(
                context.remarks().getFirst().startsWith("Of 9 symbols in kallsyms only the first 7 could be read: 0x"),
                context.remarks().getFirst());
        assertEquals(1, symbols.byName("_stext").size());
        assertEquals(0, symbols.byName("init_task").size());
    }

    @Test
    void saysWhyThereIsNone() {
        FakeContext context = new FakeContext(new FakeMemory(ByteOrder.LITTLE_ENDIAN)).vmcoreInfo("OSRELEASE=5.10.0\n");
        assertNull(new KallsymsLayout().find(context));
        assertEquals(1, context.remarks().size());
        assertTrue(context.remarks().getFirst().contains("vmlinux is needed"));
        KallsymsBuilder b = sample(ByteOrder.LITTLE_ENDIAN, KallsymsWriter.Form.RELATIVE);
        FakeContext unreadable = b.context(new FakeMemory(ByteOrder.LITTLE_ENDIAN));
        assertNull(new KallsymsLayout().find(unreadable));
        assertTrue(
                unreadable.remarks().getFirst().contains("not mapped"),
                unreadable.remarks().getFirst());
    }

    @Test
    void anyByteMayBeWrong() {
        KallsymsBuilder b = sample(ByteOrder.LITTLE_ENDIAN, KallsymsWriter.Form.ABSOLUTE_PERCPU);
        long[] places = {
            KallsymsBuilder.NAMES,
            KallsymsBuilder.COUNT,
            KallsymsBuilder.TOKENS,
            KallsymsBuilder.INDEX,
            KallsymsBuilder.OFFSETS,
            KallsymsBuilder.BASE_VARIABLE
        };
        int[] sizes = {b.names().length, 4, 300, 512, 44, 8};
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            int used = 0;
            for (int place = 0; place < places.length; place++) {
                for (int i = 0; i < sizes[place]; i++) {
                    for (int value : new int[] {0, 0x7f, 0x80, 0xff}) {
                        FakeMemory memory = b.memory();
                        byte[] bytes = memory.bytes(places[place], sizes[place]);
                        bytes[i] = (byte) value;
                        memory.put(places[place], bytes);
                        LayoutSource source = new KallsymsLayout().find(b.context(memory));
                        if (source != null) {
                            SymbolSource symbols = Objects.requireNonNull(source.symbols());
                            symbols.forEach(symbol -> assertNotNull(symbol.name()));
                            symbols.at(BASE + 0x123);
                            symbols.byName("helper");
                            used++;
                        }
                    }
                }
            }
            assertTrue(used > 0);
        });
    }

    @Test
    void hashesOfCodesAreThoseOfTheirText() {
        byte[][] texts = new byte[256][];
        for (int code = 0; code < 256; code++) {
            texts[code] = code == 200
                    ? "Tsys_".getBytes(StandardCharsets.US_ASCII)
                    : code == 201 ? "read".getBytes(StandardCharsets.US_ASCII) : new byte[] {(byte) code};
        }
        Tokens tokens = new Tokens(texts);
        byte[] codes = {(byte) 200, (byte) 201, 'v'};
        byte[] name = "sys_readv".getBytes(StandardCharsets.US_ASCII);
        assertEquals(Tokens.hash(name), tokens.hash(codes, 0, 3));
        assertEquals("sys_readv", tokens.name(codes, 0, 3));
        assertEquals('T', tokens.letter(codes, 0, 3));
        assertTrue(tokens.matches(codes, 0, 3, name));
        assertEquals("", tokens.name(codes, 0, 0));
    }
}
