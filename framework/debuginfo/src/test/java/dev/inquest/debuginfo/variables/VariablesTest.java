package dev.inquest.debuginfo.variables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.FoundSymbols.Finding;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.fakes.FakeSymbols;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VariablesTest {
    private static final long DATA = KernelWithoutNames.DATA;
    private static final String UNPROVED = "The kernel's symbol table names functions alone (it was built without"
            + " CONFIG_KALLSYMS_ALL), and its table of exported symbols was not found: for what lies in variables its vmlinux or a layout"
            + " bundle is needed.";

    private static KernelWithoutNames kernel(ExportForm form, ByteOrder order) {
        return new KernelWithoutNames(form, order)
                .export("init_task", DATA + 0x100)
                .export("avenrun", DATA + 0x200)
                .export("_a_variable", DATA + 0x208)
                .gplExport("zone_of_all", DATA + 0x300)
                .export("cpu_number", DATA + 0x10008)
                .export("kstat", DATA + 0x10100)
                .gplExport("irq_stat", DATA + 0x10200);
    }

    private static KernelWithoutNames kernel() {
        return kernel(ExportForm.DISTANCES_WITH_NAMESPACE, ByteOrder.LITTLE_ENDIAN);
    }

    private static long address(VariableSymbols symbols, String name) {
        List<Symbol> found = symbols.byName(name);
        return found.isEmpty() ? 0 : found.getFirst().address();
    }

    /** Types that know nothing but the places of variables. */
    private record Places(List<Placed> list) implements TypeSource {
        static Places of(Object... offsets) {
            List<Placed> list = new ArrayList<>();
            for (int i = 0; i < offsets.length; i += 2) {
                list.add(new Placed(".data..percpu", (String) offsets[i], (Integer) offsets[i + 1], 8));
            }
            return new Places(list);
        }

        @Override
        public @Nullable Type find(Kind kind, String name) {
            return null;
        }

        @Override
        public @Nullable Type variable(String name) {
            return null;
        }

        @Override
        public void forEachName(Kind kind, Consumer<String> action) {}

        @Override
        public void forEachPlaced(Consumer<Placed> action) {
            list.forEach(action);
        }
    }

    @ParameterizedTest
    @EnumSource(ExportForm.class)
    void exportedVariablesAreFoundInEveryForm(ExportForm form) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            FakeContext context = kernel(form, order).context();
            VariableSymbols symbols = KernelWithoutNames.found(context);
            assertEquals(DATA + 0x100, address(symbols, "init_task"));
            assertEquals(DATA + 0x200, address(symbols, "avenrun"));
            assertEquals(DATA + 0x208, address(symbols, "_a_variable"));
            assertEquals(DATA + 0x300, address(symbols, "zone_of_all"));
            assertEquals(DATA + 0x700, address(symbols, "prb"), "of VMCOREINFO");
            assertEquals(0, address(symbols, "mem_section"), "VMCOREINFO has its value, not its address");
            assertEquals(0, address(symbols, "do_16"), "kallsyms has the functions");
            assertEquals(0, address(symbols, "nothing"));
            assertEquals(
                    "exported symbols in the dump",
                    symbols.byName("init_task").getFirst().source());
            Finding finding = symbols.findings().getFirst();
            assertEquals(
                    new Finding(
                            "exported symbols",
                            7,
                            KernelWithoutNames.TABLE,
                            "table of 519 entries; proved by its functions: all 512 have the address that kallsyms gives them"),
                    finding);
            assertEquals(1, context.remarks().size());
            assertTrue(
                    context.remarks().getFirst().contains("'layout info' says how"),
                    context.remarks().getFirst());
        }
    }

    @Test
    void anAddressIsNoVariableBesideIt() {
        VariableSymbols symbols = KernelWithoutNames.found(kernel().context());
        Symbol symbol = symbols.at(DATA + 0x200);
        assertEquals("avenrun", symbol == null ? "none" : symbol.name());
        assertNull(symbols.at(DATA + 0x201), "how long it is is not known");
        assertNull(symbols.at(DATA));
    }

    @Test
    void aFewFunctionsMayLackInKallsymsButNotMany() {
        for (int others = 5; others <= 6; others++) {
            KernelWithoutNames kernel = kernel();
            for (int i = 0; i < others; i++) {
                kernel.export("another_" + i, KernelWithoutNames.TEXT + 64 * (i + 1));
            }
            VariableSymbols symbols = KernelWithoutNames.found(kernel.context());
            assertEquals(others == 5 ? DATA + 0x100 : 0, address(symbols, "init_task"));
            if (others == 5) {
                assertEquals(
                        "table of 524 entries; proved by its functions: 512 have the address that kallsyms gives them,"
                                + " 5 are not in it by their names",
                        symbols.findings().getFirst().how());
            }
        }
    }

    @Test
    void aTableWhoseFunctionsLieElsewhereIsNotUsed() {
        KernelWithoutNames kernel = kernel();
        FakeContext right = kernel.context();
        FakeSymbols moved = new FakeSymbols().add('T', "_stext", KernelWithoutNames.TEXT);
        kernel.symbols().forEach(symbol -> moved.add(symbol.kind(), symbol.name(), symbol.address() + 4));
        FakeContext context = new FakeContext(right.memory())
                .source(moved)
                .machine(Objects.requireNonNull(right.machine()))
                .vmcoreInfo("SYMBOL(_stext)=" + Long.toHexString(KernelWithoutNames.TEXT) + "\n");
        VariableSymbols symbols = KernelWithoutNames.found(context);
        assertEquals(0, address(symbols, "init_task"));
        assertEquals(List.of(UNPROVED), context.remarks());
        assertEquals(
                List.of(new Finding(
                        "exported symbols",
                        0,
                        0,
                        "no table was found whose functions have the addresses that kallsyms gives them")),
                symbols.findings());
    }

    @Test
    void aKernelWithNamesOfVariablesIsLeftAlone() {
        FakeContext context = new FakeContext(new FakeMemory(ByteOrder.LITTLE_ENDIAN))
                .source(new FakeSymbols().add('T', "_stext", 4096).add('D', "init_task", 8192));
        assertNull(new VariablesLayout().find(context));
        assertNull(new VariablesLayout()
                .find(new FakeContext(new FakeMemory(ByteOrder.LITTLE_ENDIAN)).source(new FakeSymbols())));
        assertEquals(List.of(), context.remarks());
    }

    @Test
    void perCpuVariablesAreWhereTheExportedOnesTell() {
        FakeContext context = kernel().context()
                .types(Places.of("cpu_number", 8, "runqueues", 0x80, "kstat", 0x100, "irq_stat", 0x200));
        VariableSymbols symbols = KernelWithoutNames.found(context);
        assertEquals(DATA + 0x10080, address(symbols, "runqueues"));
        assertEquals(
                new Finding(
                        "variables in .data..percpu",
                        1,
                        DATA + 0x10000,
                        "places by BTF; proved by the section's exported variables: all 3 tell that it begins here"),
                symbols.findings().get(2));
    }

    @Test
    void perCpuVariablesAreNotFoundWhereTheExportedOnesDisagree() {
        FakeContext context = kernel().context()
                .types(Places.of("cpu_number", 8, "runqueues", 0x80, "kstat", 0x100, "irq_stat", 0x208, "avenrun", 0));
        VariableSymbols symbols = KernelWithoutNames.found(context);
        assertEquals(0, address(symbols, "runqueues"));
        assertEquals(
                "its exported variables do not agree where it begins",
                symbols.findings().get(2).how());
    }

    @Test
    void whateverLiesThereAnEndComes() {
        Random random = new Random(20);
        for (int round = 0; round < 20; round++) {
            FakeContext context = kernel().context();
            FakeMemory memory = (FakeMemory) context.memory();
            byte[] bytes = memory.bytes(KernelWithoutNames.RODATA, 0x40000);
            for (int i = 0; i < 1 << round; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            memory.put(KernelWithoutNames.RODATA, bytes);
            VariableSymbols symbols = KernelWithoutNames.found(context);
            long task = address(symbols, "init_task");
            assertTrue(task == 0 || round > 8 || task == DATA + 0x100, Long.toHexString(task));
        }
    }
}
