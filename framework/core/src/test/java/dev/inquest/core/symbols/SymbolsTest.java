package dev.inquest.core.symbols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import dev.inquest.core.fake.FakeArch;
import dev.inquest.core.fake.FakeImage;
import dev.inquest.core.fake.FakeServices;
import dev.inquest.core.fake.FakeSymbols;
import dev.inquest.core.fake.FakeTypes;
import dev.inquest.core.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SymbolsTest {
    private static final long TEXT = 0xffffffff81000000L;
    private static final long MODULE = 0xffffffffc0000000L;

    private final PhysicalMemory memory = new PhysicalMemory(FakeImage.little());
    private final List<ArchSession.Region> regions = new ArrayList<>();
    private final ArchSession arch = new FakeArch(new FakeServices().architecture(), null, 0, regions);
    private final List<KernelModule> modules = new ArrayList<>(List.of(new Module("crasher", MODULE, 0x2000)));
    private final FakeSymbols vmlinux = new FakeSymbols("symtab", null)
            .add("_text", TEXT, 0)
            .add("start", TEXT, 0x20)
            .add("schedule", TEXT + 0x100, 0x80)
            .add("big_gap", TEXT + 0x10000, 0x10)
            .add("_etext", TEXT + 0x20000, 0)
            .add("data", TEXT + 0x30000, 0x100)
            .add("_end", TEXT + 0x40000, 0);

    private record Module(String name, long base, long size) implements KernelModule {
        @Override
        public long address() {
            return base + 0x100;
        }

        @Override
        public String taints() {
            return "";
        }

        @Override
        public List<Range> ranges() {
            return List.of(new Range("text", base, size));
        }

        @Override
        public Map<String, Long> sections() {
            return Map.of();
        }

        @Override
        public String symbolsFrom() {
            return "kallsyms";
        }
    }

    /** A service that gives what it is told to, and counts. */
    private static final class Service implements DumpLayout {
        private final String name;
        private final int rank;
        private final Set<Part> parts;
        private final Function<Context, @Nullable LayoutSource> kernel;
        private final @Nullable LayoutSource module;
        private int asked;
        private int askedModule;

        Service(
                String name,
                int rank,
                Set<Part> parts,
                Function<Context, @Nullable LayoutSource> kernel,
                @Nullable LayoutSource module) {
            this.name = name;
            this.rank = rank;
            this.parts = parts;
            this.kernel = kernel;
            this.module = module;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public Set<Part> parts() {
            return parts;
        }

        @Override
        public @Nullable LayoutSource find(Context context) {
            asked++;
            return kernel.apply(context);
        }

        @Override
        public @Nullable LayoutSource findModule(Context context, KernelModule of, Value struct) {
            askedModule++;
            return module;
        }
    }

    private KernelLayouts layouts(List<LayoutSource> files, DumpLayout... services) {
        return new KernelLayouts(files, List.of(services), arch, memory);
    }

    private SymbolTable table(KernelLayouts layouts) {
        ModuleLayouts moduleLayouts = new ModuleLayouts(
                layouts, module -> new Value(memory, FakeTypes.struct("module", 64), module.address()));
        Modules view = new Modules(
                () -> modules,
                address -> modules.stream()
                        .filter(module -> module.contains(address))
                        .findFirst());
        return new SymbolTable(layouts, moduleLayouts, view, arch);
    }

    private static String name(@Nullable Symbol symbol) {
        return symbol == null ? "none" : symbol.name();
    }

    @Test
    void findsSymbolsInsideTheKernelOnly() {
        SymbolTable table = table(layouts(List.of(vmlinux)));
        assertEquals("start", name(table.at(TEXT)));
        assertEquals("schedule", name(table.at(TEXT + 0x100)));
        assertEquals("schedule", name(table.at(TEXT + 0x17f)));
        assertEquals("schedule", name(table.at(TEXT + 0x190)));
        assertEquals("none", name(table.at(TEXT + 0x8000)));
        assertEquals("big_gap", name(table.at(TEXT + 0x10008)));
        assertEquals("_etext", name(table.at(TEXT + 0x20000)));
        assertEquals("none", name(table.at(TEXT + 0x20001)));
        assertEquals("data", name(table.at(TEXT + 0x30010)));
        assertEquals("none", name(table.at(TEXT - 1)));
        assertEquals("none", name(table.at(TEXT + 0x40000)));
        assertEquals("none", name(table.at(0)));
        assertEquals("none", name(table.at(-1)));
    }

    @Test
    void withoutBoundsTheMachineTellsWhereTheKernelIs() {
        FakeSymbols bare = new FakeSymbols("symtab", null).add("schedule", TEXT + 0x100, 0);
        assertEquals("none", name(table(layouts(List.of(bare))).at(TEXT + 0x110)));
        regions.add(new ArchSession.Region("kernel text", TEXT, TEXT + 0x1000));
        SymbolTable table = table(layouts(List.of(bare)));
        assertEquals("schedule", name(table.at(TEXT + 0x110)));
        assertEquals("none", name(table.at(TEXT + 0x1000)));
    }

    @Test
    void aModulesSymbolsAreReadWhenAnAddressLiesInIt() {
        FakeSymbols ofModule = new FakeSymbols("kallsyms of crasher", "crasher").add("crash", MODULE + 0x40, 0);
        Service service = new Service("kallsyms", 10, EnumSet.of(DumpLayout.Part.SYMBOLS), c -> null, ofModule);
        SymbolTable table = table(layouts(List.of(vmlinux), service));
        assertNotNull(table.kernelSymbol("schedule"));
        assertNotNull(table.at(TEXT));
        assertEquals(0, service.askedModule);
        assertEquals("crash", name(table.at(MODULE + 0x44)));
        assertEquals("none", name(table.at(MODULE + 0x2000)));
        assertNull(table.kernelSymbol("crash"));
        assertEquals("crash", name(table.moduleSymbol("crash")));
        assertEquals(1, table.all("crash").size());
        assertEquals(1, service.askedModule);
        assertEquals(0, service.asked);
        List<String> names = new ArrayList<>();
        table.forEach(symbol -> names.add(symbol.name()));
        assertEquals(List.of("_text", "start", "schedule", "big_gap", "_etext", "data", "_end", "crash"), names);
    }

    @Test
    void unreadableModulesHaveNoSymbols() {
        KernelLayouts layouts = layouts(List.of(vmlinux));
        Modules broken = new Modules(
                () -> {
                    throw new MissingTypeException("the kernel has no symbol modules");
                },
                address -> {
                    throw new FaultException(new Fault(Fault.Kind.LOST, address, "cut short"));
                });
        SymbolTable table = new SymbolTable(
                layouts, new ModuleLayouts(layouts, m -> new Value(memory, FakeTypes.INT, 0)), broken, arch);
        assertNull(table.at(MODULE));
        assertNull(table.moduleSymbol("anything"));
        assertEquals("schedule", name(table.at(TEXT + 0x100)));
    }

    @Test
    void readingTheListOfModulesMayLookUpSymbols() {
        KernelLayouts layouts = layouts(List.of(vmlinux));
        SymbolTable[] self = new SymbolTable[1];
        Modules asking = new Modules(
                () -> {
                    assertNull(self[0].moduleSymbol("modules"));
                    return modules;
                },
                address -> Optional.empty());
        self[0] = new SymbolTable(
                layouts, new ModuleLayouts(layouts, m -> new Value(memory, FakeTypes.INT, 0)), asking, arch);
        assertNull(self[0].moduleSymbol("modules"));
    }

    @Test
    void servicesAreAskedInOrderAndOnlyForWhatNoFileHas() {
        FakeTypes types = new FakeTypes("BTF in the dump", true);
        Service btf = new Service(
                "BTF",
                20,
                EnumSet.of(DumpLayout.Part.TYPES),
                context -> {
                    // What comes before in rank is there already; what it would find itself is not.
                    assertEquals(1, context.symbols().size());
                    assertNull(context.findType(dev.inquest.api.layout.TypeSource.Kind.STRUCT, "x"));
                    return types;
                },
                null);
        Service kallsyms = new Service("kallsyms", 10, EnumSet.of(DumpLayout.Part.SYMBOLS), c -> vmlinux, null);
        FakeTypes dwarf = new FakeTypes("DWARF", false);
        KernelLayouts layouts = layouts(List.of(dwarf), btf, kallsyms);
        assertEquals(List.of(types), layouts.types());
        assertEquals(List.of(types, dwarf), layouts.variables());
        assertEquals(1, btf.asked);
        assertEquals(1, kallsyms.asked);

        Service unneeded = new Service("BTF", 20, EnumSet.of(DumpLayout.Part.TYPES), c -> types, null);
        FakeTypes ready = new FakeTypes("BTF of the file", true);
        assertEquals(List.of(ready), layouts(List.of(dwarf, ready), unneeded).types());
        assertEquals(
                List.of(ready, dwarf), layouts(List.of(dwarf, ready), unneeded).variables());
        assertEquals(List.of(dwarf), layouts(List.of(dwarf)).types());
        assertEquals(List.of(dwarf), layouts(List.of(dwarf)).variables());
        assertEquals(0, unneeded.asked);
    }

    @Test
    void remarksOfServicesThatWereNotNeededAreNoNews() {
        Function<DumpLayout.Context, @Nullable LayoutSource> nothing = context -> {
            context.remark("there is none");
            return null;
        };
        Service service = new Service("BTF", 20, EnumSet.of(DumpLayout.Part.TYPES), nothing, null);
        KernelLayouts alone = layouts(List.of(), service);
        assertEquals(List.of(), alone.types());
        assertEquals(List.of("there is none"), alone.remarks());
        Service again = new Service("BTF", 20, EnumSet.of(DumpLayout.Part.TYPES), nothing, null);
        KernelLayouts with = layouts(List.of(new FakeTypes("DWARF", false)), again);
        assertEquals(1, with.types().size());
        assertEquals(List.of(), with.remarks());
        Service failing = new Service(
                "BTF",
                20,
                EnumSet.of(DumpLayout.Part.TYPES),
                context -> {
                    throw new MissingTypeException("no luck");
                },
                null);
        KernelLayouts failed = layouts(List.of(), failing);
        assertEquals(List.of(), failed.types());
        assertEquals(List.of("BTF: no luck"), failed.remarks());
    }

    @Test
    void unwindRowsComeFromTheDumpThenFromTheFile() {
        FakeSymbols orc = new FakeSymbols("ORC", null).unwind("orc", TEXT + 0x150);
        Service service = new Service("ORC", 30, EnumSet.of(DumpLayout.Part.UNWIND), c -> orc, null);
        SymbolTable table = table(layouts(List.of(vmlinux.unwind("cfi", TEXT + 0x10000)), service));
        assertEquals(0, service.asked);
        assertEquals("orc", Objects.requireNonNull(table.row(TEXT + 0x100)).origin());
        assertEquals("cfi", Objects.requireNonNull(table.row(TEXT + 0x200)).origin());
        assertNull(table.row(TEXT + 0x20000));
        assertNull(table.row(TEXT - 8));
        assertEquals(1, service.asked);
        orc.unwind(pc -> {
            throw new FaultException(new Fault(Fault.Kind.EXCLUDED, pc, "left out"));
        });
        assertEquals("cfi", Objects.requireNonNull(table.row(TEXT + 0x100)).origin());
    }

    @Test
    void positionsComeFromTheFirstSourceThatKnows() {
        LineSource.Position position = new LineSource.Position("schedule", false, "kernel/sched/core.c", 6500, 1);
        vmlinux.lines(pc -> pc == TEXT + 0x110 ? List.of(position) : List.of());
        SymbolTable table = table(layouts(List.of(vmlinux)));
        assertEquals(List.of(position), table.positions(TEXT + 0x110));
        assertEquals(List.of(), table.positions(TEXT + 0x111));
        assertEquals(List.of(), table.positions(MODULE));
        assertTrue(table.positions(0).isEmpty());
    }
}
