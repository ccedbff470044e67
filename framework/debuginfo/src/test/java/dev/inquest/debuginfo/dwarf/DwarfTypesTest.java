package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DwarfTypesTest {

    static Stream<String> samples() {
        return Stream.concat(Samples.KERNELS.stream(), Samples.MODULES.stream());
    }

    private static TypeSource types(String sample) {
        TypeSource types = Samples.dwarf(sample).types();
        assertNotNull(types);
        return types;
    }

    private static Type find(TypeSource types, TypeSource.Kind kind, String name) {
        Type type = types.find(kind, name);
        assertNotNull(type, name);
        return type;
    }

    /** Offsets and widths as pahole prints them. */
    @ParameterizedTest
    @MethodSource("samples")
    void membersOfAStruct(String sample) {
        StructType item = assertInstanceOf(StructType.class, find(types(sample), TypeSource.Kind.STRUCT, "item"));
        assertEquals(96, item.size());
        List<String> members = item.members().stream()
                .map(m -> m.bitOffset() + ":" + m.bitFieldSize() + " "
                        + Spelling.of(m.type().get(), String.valueOf(m.name())))
                .toList();
        assertEquals(
                List.of(
                        "0:0 struct list node",
                        "128:0 const char *name",
                        "192:3 u32 a",
                        "195:7 u32 b",
                        "202:5 int c",
                        "208:0 flag_t on",
                        "224:0 enum color color",
                        "256:0 enum level level",
                        "320:0 union {...} null",
                        "384:0 int matrix[2][3]",
                        "576:0 int (*call)(struct item *, volatile const u32 *restrict, ...)",
                        "640:0 struct opaque *hidden",
                        "704:0 union word word",
                        "768:0 long tail[]"),
                members);
        StructType.Place pointer = item.find("pointer");
        assertNotNull(pointer);
        assertEquals(40, pointer.offset());
        StructType.Place cell = item.find("matrix[1][2]");
        assertNotNull(cell);
        assertEquals(48 + 5 * 4, cell.offset());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void enumerationsHaveSigns(String sample) {
        TypeSource types = types(sample);
        EnumType color = assertInstanceOf(EnumType.class, find(types, TypeSource.Kind.ENUM, "color"));
        assertFalse(color.signed());
        assertEquals(4, color.size());
        assertEquals("BLUE", color.nameOf(6).orElse(""));
        EnumType level = assertInstanceOf(EnumType.class, find(types, TypeSource.Kind.ENUM, "level"));
        assertTrue(level.signed());
        assertEquals("LOW", level.nameOf(-1).orElse(""));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void namesOfEveryKind(String sample) {
        TypeSource types = types(sample);
        assertEquals("u32", find(types, TypeSource.Kind.TYPEDEF, "u32").spelling());
        IntType bool = assertInstanceOf(
                IntType.class, find(types, TypeSource.Kind.TYPEDEF, "flag_t").bare());
        assertTrue(bool.bool());
        assertEquals(4, find(types, TypeSource.Kind.UNION, "word").size());
        assertEquals(8, find(types, TypeSource.Kind.BASE, "long unsigned int").size());
        assertEquals(8, find(types, TypeSource.Kind.BASE, "unsigned long").size());
        assertNull(types.find(TypeSource.Kind.STRUCT, "word"));
        assertNull(types.find(TypeSource.Kind.STRUCT, "opaque"));
        assertNull(types.find(TypeSource.Kind.STRUCT, ""));
        Set<String> structs = new TreeSet<>();
        types.forEachName(TypeSource.Kind.STRUCT, structs::add);
        assertEquals(Set.of("item", "list"), structs);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void variables(String sample) {
        TypeSource types = types(sample);
        assertEquals("struct item", spelling(types.variable("first_item")));
        assertEquals("struct list [4]", spelling(types.variable("heads")));
        assertEquals(8, size(types.variable("counter")));
        assertEquals("int [0]", spelling(types.variable("zero")));
        assertNull(types.variable("item"));
    }

    /** Two functions of one name have each its own type; what an assembler wrote has none. */
    @Test
    void functions() {
        TypeSource types = types("functions-5.elf");
        long text = Samples.text("functions-5.elf");
        assertEquals("int same_name(struct thing *)", declared(types, "same_name", text));
        assertEquals("long same_name(long, unsigned char)", declared(types, "same_name", text + 0x28));
        assertEquals("void format(char *, const char *, ...)", declared(types, "format", text + 0xb));
        assertEquals("void nothing(void)", declared(types, "nothing", text + 0x11));
        assertEquals(
                "factor",
                Objects.requireNonNull(types.function("same_name", text + 0x28, false))
                        .parameters()
                        .getLast()
                        .name());
        assertNull(types.function("entry", text + 0x56, true));
        assertNull(types.function("start", text + 0x13, true));
        assertNull(types.function("start", 0, true));
        assertEquals("u32 work(u32)", declared(types("sample-5.ko"), "work", Samples.text("sample-5.ko")));
    }

    private static String declared(TypeSource types, String name, long address) {
        return Spelling.of(Objects.requireNonNull(types.function(name, address, false)), name);
    }

    @Test
    void constantsOfEnumerationsWithoutAName() {
        TypeSource types = types("functions-5.elf");
        assertEquals(
                4, Objects.requireNonNull(types.enumerator("SECOND_CONSTANT")).value());
        TypeSource.Constant third = Objects.requireNonNull(types.enumerator("THIRD_CONSTANT"));
        assertEquals(-7, third.value());
        assertTrue(third.type().signed());
        assertNull(types.enumerator("NO_CONSTANT"));
        assertEquals(
                6,
                Objects.requireNonNull(types("sample-5.elf").enumerator("BLUE")).value());
    }

    private static String spelling(@org.jspecify.annotations.Nullable Type type) {
        return type == null ? "nothing" : type.spelling();
    }

    private static long size(@org.jspecify.annotations.Nullable Type type) {
        return type == null ? -2 : type.size();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsOnlyDeclaredHasNoSize(String sample) {
        StructType item = assertInstanceOf(StructType.class, find(types(sample), TypeSource.Kind.STRUCT, "item"));
        StructType.Place hidden = item.find("hidden");
        assertNotNull(hidden);
        Type target = assertInstanceOf(PointerType.class, hidden.type()).target();
        assertEquals(-1, target.size());
        assertEquals("struct opaque", target.spelling());
        assertTrue(assertInstanceOf(StructType.class, target).members().isEmpty());
    }
}
