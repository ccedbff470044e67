package dev.inquest.core.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource.Kind;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.core.fake.FakeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TypesTest {
    private final StructType task = FakeTypes.struct("task_struct", 16);
    private final FakeTypes btf = new FakeTypes("BTF", true)
            .add(task)
            .add(Kind.BASE, "long unsigned int", FakeTypes.ULONG)
            .add(Kind.BASE, "char", FakeTypes.CHAR)
            .typedef("u32", FakeTypes.UINT);
    private final FakeTypes dwarf =
            new FakeTypes("DWARF", false).add(FakeTypes.struct("rare", 4)).add(FakeTypes.struct("task_struct", 99));
    private final List<LayoutSource> sources = new ArrayList<>(List.of(btf, dwarf));
    private final TypeTable table = new TypeTable(() -> sources);

    private String spelling(String spelling) {
        Type type = table.find(spelling);
        return type == null ? "null" : type.spelling() + " " + type.size();
    }

    @Test
    void readsTypesAsCSpellsThem() {
        assertEquals("struct task_struct 16", spelling("struct task_struct"));
        assertEquals("struct task_struct * 8", spelling(" struct   task_struct*"));
        assertEquals("struct task_struct ** 8", spelling("struct task_struct **"));
        assertEquals("const struct task_struct * 8", spelling("const struct task_struct *"));
        assertEquals("const struct task_struct * 8", spelling("struct task_struct const *"));
        assertEquals("char *const * 8", spelling("char *const *"));
        assertEquals("char [16] 16", spelling("char[16]"));
        assertEquals("char [2][3] 6", spelling("char [2][3]"));
        assertEquals("char *[4] 32", spelling("char *[0x4]"));
        assertEquals("char [] 0", spelling("char[]"));
        assertEquals("u32 4", spelling("u32"));
        assertEquals("void * 8", spelling("void *"));
    }

    @Test
    void knowsTheManyNamesOfBaseTypes() {
        for (String name : List.of("unsigned long", "long unsigned", "unsigned long int", "long unsigned int")) {
            assertSame(FakeTypes.ULONG, table.find(name), name);
        }
        Object[][] others = {
            {"unsigned", 4, false},
            {"int", 4, true},
            {"signed", 4, true},
            {"short", 2, true},
            {"unsigned short int", 2, false},
            {"long long", 8, true},
            {"unsigned long long", 8, false},
            {"signed char", 1, true},
            {"unsigned char", 1, false},
            {"unsigned __int128", 16, false}
        };
        for (Object[] other : others) {
            IntType type = assertInstanceOf(IntType.class, table.find((String) other[0]), (String) other[0]);
            assertEquals(((Integer) other[1]).longValue(), type.size(), (String) other[0]);
            assertEquals(other[2], type.signed(), (String) other[0]);
        }
        IntType bool = assertInstanceOf(IntType.class, table.find("bool"));
        assertTrue(bool.bool());
    }

    @Test
    void refusesWhatIsNoType() {
        for (String spelling : List.of(
                "",
                "*",
                "struct",
                "struct nothing",
                "struct nothing *",
                "nothing",
                "char[",
                "char]",
                "char[x]",
                "char[1",
                "char[99999999999]",
                "char x",
                "int long short",
                "unsigned signed",
                "long long long",
                "short double",
                "unsigned bool",
                "int (*)(void)",
                "char[1]*",
                "x".repeat(5000))) {
            assertNull(table.find(spelling), spelling);
        }
    }

    @Test
    void asksSourcesInOrderAndOnce() {
        assertSame(task, table.find(Kind.STRUCT, "task_struct"));
        assertSame(task, table.find(Kind.STRUCT, "task_struct"));
        assertEquals(List.of("STRUCT task_struct"), btf.asked);
        assertEquals(List.of(), dwarf.asked);
        assertEquals("BTF", table.sourceOf(Kind.STRUCT, "task_struct"));
        assertNotNull(table.find(Kind.STRUCT, "rare"));
        assertEquals("DWARF", table.sourceOf(Kind.STRUCT, "rare"));
        assertNull(table.sourceOf(Kind.STRUCT, "nothing"));
    }

    @Test
    void prefersADefinitionToADeclaration() {
        StructType declared = FakeTypes.struct("half", -1);
        StructType defined = FakeTypes.struct("half", 8);
        btf.add(declared);
        assertSame(declared, table.find(Kind.STRUCT, "half"));
        dwarf.add(defined);
        assertSame(defined, new TypeTable(() -> sources).find(Kind.STRUCT, "half"));
    }

    @Test
    void findsWhatANewSourceBrings() {
        assertNull(table.find("struct crasher_item *"));
        sources.add(new FakeTypes("module", true).add(FakeTypes.struct("crasher_item", 64)));
        assertNull(table.find("struct crasher_item *"));
        table.sourcesChanged();
        assertNotNull(table.find("struct crasher_item *"));
        assertSame(task, table.find(Kind.STRUCT, "task_struct"));
    }

    private static Symbol symbol(String name, long size) {
        return new Symbol(name, 0x1000, size, 'D', null, "test");
    }

    private GlobalTypes globals(String text) {
        return new GlobalTypes(() -> sources, table, WellKnownGlobals.parse(text));
    }

    @Test
    void typesOfGlobalsComeFromBtfThenTheTableThenDwarf() {
        btf.variable("runqueues", FakeTypes.LONG);
        dwarf.variable("runqueues", FakeTypes.INT)
                .variable("init_task", FakeTypes.INT)
                .variable("other", FakeTypes.INT);
        GlobalTypes globals = globals("init_task: struct task_struct\nrunqueues: char\n");
        assertEquals(new GlobalTypes.Answer(FakeTypes.LONG, "BTF"), globals.find(symbol("runqueues", 8)));
        assertEquals(
                new GlobalTypes.Answer(task, "table of well-known globals"), globals.find(symbol("init_task", 16)));
        assertEquals(List.of(), dwarf.asked);
        assertEquals(new GlobalTypes.Answer(FakeTypes.INT, "DWARF"), globals.find(symbol("other", 4)));
        assertNull(globals.find(symbol("unknown", 4)));
    }

    @Test
    void theTableIsUsedOnlyWhereItFits() {
        GlobalTypes globals = globals("""
                # comment: with a colon
                a: struct task_struct
                b: struct nothing
                b: u32
                c: char[]
                d: char[]
                e: struct task_struct[]
                g: u32 if clock.early
                g: u32 if nothing.late
                f: u32 if clock.late
                """);
        btf.add(FakeTypes.struct("clock", 8, FakeTypes.member("late", FakeTypes.LONG, 0)));
        assertNull(globals.find(symbol("g", 4)));
        assertNotNull(globals.find(symbol("f", 4)));
        assertNull(globals.find(symbol("a", 24)));
        assertNotNull(globals.find(symbol("a", 16)));
        assertSame(
                table.find("u32"),
                Objects.requireNonNull(globals.find(symbol("b", 4))).type());
        ArrayType counted = assertInstanceOf(
                ArrayType.class,
                Objects.requireNonNull(globals.find(symbol("c", 5))).type());
        assertEquals(5, counted.count());
        ArrayType flexible = assertInstanceOf(
                ArrayType.class,
                Objects.requireNonNull(globals.find(symbol("d", 0))).type());
        assertEquals(-1, flexible.count());
        assertNull(globals.find(symbol("e", 40)));
        StructType growing =
                FakeTypes.struct("growing", 8, FakeTypes.member("bits", FakeTypes.array(FakeTypes.ULONG, -1), 8));
        assertSame(growing, GlobalTypes.fit(growing, 1032));
        assertNull(GlobalTypes.fit(growing, 4));
        assertNull(GlobalTypes.fit(FakeTypes.struct("fixed", 8, FakeTypes.member("a", FakeTypes.LONG, 0)), 1032));
    }

    @Test
    void theTableIsWellFormed() {
        WellKnownGlobals known = WellKnownGlobals.load();
        assertEquals(List.of("struct task_struct"), known.types("init_task"));
        assertEquals(List.of("struct mem_section **", "struct mem_section *[]"), known.types("mem_section"));
        assertFalse(known.contains("no_such_variable"));
        TypeParser parser = new TypeParser((kind, name) -> FakeTypes.struct(name, 8));
        for (String name : known.names()) {
            assertTrue(name.matches("[A-Za-z_][A-Za-z0-9_]*"), name);
            for (String type : known.types(name)) {
                assertNotNull(parser.parse(type.replaceFirst(" if \\w+\\.\\w+$", "")), () -> name + ": " + type);
            }
        }
    }
}
