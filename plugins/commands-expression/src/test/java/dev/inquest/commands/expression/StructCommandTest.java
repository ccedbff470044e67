package dev.inquest.commands.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.VoidType;
import dev.inquest.expression.CExpressions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Structures as crash 8.0.6 shows those of its transcripts.
 *
 * <pre>
 * struct leaf { unsigned long q; int v[3]; unsigned int a:3, b:7; };   // 24 bytes
 * struct node { int id; enum colour colour; char name[16]; struct leaf leaf; struct node *self; void (*fn)(void); };   // 64 bytes
 * </pre>
 */
class StructCommandTest {
    private final Command struct = new StructCommand(new CExpressions());
    private Scene scene = new Scene();

    @BeforeEach
    void types() {
        scene = new Scene();
        scene.enumeration("colour", new EnumType.Enumerator("RED", 1), new EnumType.Enumerator("BLUE", -2));
        scene.struct(
                "leaf",
                24,
                Scene.member("q", Scene.LONG, 0),
                Scene.member("v", Scene.array(Scene.INT, 3), 8),
                new StructType.Member("a", () -> Scene.INT, 160, 3),
                new StructType.Member("b", () -> Scene.LONG, 163, 7));
        FunctionType function = new FunctionType(() -> VoidType.VOID, List::of, false);
        scene.struct(
                "node",
                64,
                Scene.member("id", Scene.INT, 0),
                Scene.member("colour", scene.type("colour"), 4),
                Scene.member("name", Scene.array(Scene.CHAR, 16), 8),
                Scene.member("leaf", scene.type("leaf"), 24),
                Scene.member("self", scene.pointer("node"), 48),
                Scene.member("fn", new PointerType(8, () -> function), 56));
        scene.symbol("work", 0xffffffff81000000L, 'T');
        node(0x1000, -7, 1, "first");
        node(0x1040, 8, 3, "second");
        scene.variable("nodes", 0x1000, Scene.array(scene.type("node").get(), 2));
    }

    private void node(long at, int id, int colour, String name) {
        scene.put(at, id, 4).put(at + 4, colour, 4).text(at + 8, name, 16);
        scene.words(at + 24, 0x1122334455667788L)
                .put(at + 32, 1, 4)
                .put(at + 36, 2, 4)
                .put(at + 40, 3, 4);
        // a = -3 in three bits, b = 100.
        scene.put(at + 44, 5 | 100 << 3, 4);
        scene.words(at + 48, at, 0xffffffff81000004L);
    }

    @Test
    void definitions() throws CommandException {
        assertEquals(
                List.of(
                        "struct node {",
                        "    int id;",
                        "    enum colour colour;",
                        "    char name[16];",
                        "    struct leaf leaf;",
                        "    struct node *self;",
                        "    void (*fn)(void);",
                        "}",
                        "SIZE: 64"),
                scene.lines(struct, "node"));
        assertEquals(
                List.of(
                        "struct leaf {",
                        "   [0] unsigned long q;",
                        "   [8] int v[3];",
                        "  [20] int a : 3;",
                        "  [20] unsigned long b : 7;",
                        "}",
                        "SIZE: 24"),
                scene.lines(struct, "leaf", "-o"));
        assertEquals(
                List.of("struct node {", "  [24] struct leaf leaf;", "  [36] int leaf.v[1];", "}"),
                scene.lines(struct, "node.leaf,leaf.v[1]"));
        assertEquals(List.of("SIZE: 64"), scene.lines(struct, "-s", "node"));
    }

    @Test
    void contents() throws CommandException {
        assertEquals(
                List.of(
                        "struct node {",
                        "  id = -7,",
                        "  colour = RED,",
                        "  name = \"first" + "\\000".repeat(10) + "\",",
                        "  leaf = {",
                        "    q = 1234605616436508552,",
                        "    v = {1, 2, 3},",
                        "    a = -3,",
                        "    b = 100",
                        "  },",
                        "  self = 0x1000 <nodes>,",
                        "  fn = 0xffffffff81000004 <work+4>",
                        "}"),
                scene.lines(struct, "node", "nodes"));
        assertEquals(
                List.of("  id = 0xfffffff9,", "  leaf.a = 0x5,", "  leaf.v[2] = 0x3,"),
                scene.lines(struct, "node.id,leaf.a,leaf.v[2]", "0x1000", "-x"));
    }

    /** gdb puts no comma behind the last member of a structure, and crash shows gdb's lines. */
    @Test
    void theLastMemberHasNoComma() throws CommandException {
        assertEquals(List.of("  fn = 0xffffffff81000004 <work+4>"), scene.lines(struct, "node.fn", "nodes"));
        assertEquals(
                List.of("  fn = 0xffffffff81000004 <work+4>", "  id = -7,"),
                scene.lines(struct, "node.fn,id", "nodes"));
    }

    @Test
    void severalAndBackwards() throws CommandException {
        List<String> both = List.of("  id = -7,", "", "  id = 8,");
        assertEquals(both, scene.lines(struct, "node.id", "nodes", "2"));
        assertEquals(both, scene.lines(struct, "node.id", "nodes", "-c", "2"));
        assertEquals(both, scene.lines(struct, "node.id", "1040", "-c", "-2"));
        assertEquals(both, scene.lines(struct, "-c", "-2", "node.id", "nodes[1]"));
    }

    @Test
    void fromTheAddressOfAMember() throws CommandException {
        assertEquals(List.of("  id = 8,"), scene.lines(struct, "node.id", "-l", "node.leaf", "1058"));
        assertEquals(List.of("  id = 8,"), scene.lines(struct, "node.id", "-l", "24", "1058"));
    }

    @Test
    void addressesOfMembers() throws CommandException {
        List<String> lines = scene.lines(struct, "leaf", "-o", "1018");
        assertEquals("  [0000000000001018] unsigned long q;", lines.get(1));
        assertEquals(
                List.of("struct node {", "  [0000000000001004] enum colour colour;", "}"),
                scene.lines(struct, "node.colour", "-o", "1000"));
    }

    @Test
    void rawBytes() throws CommandException {
        assertEquals(
                List.of(
                        "0000000000001018:  1122334455667788 0000000200000001   .wfUD3\".........",
                        "0000000000001028:  0000032500000003                    ....%..."),
                scene.lines(struct, "leaf", "-r", "1018"));
    }

    @Test
    void whatPointersPointAt() throws CommandException {
        List<String> lines = scene.lines(struct, "node.self,fn,id", "-p", "1040");
        assertEquals("  struct node *self = 0x1040", lines.get(0));
        assertEquals("  -> {", lines.get(1));
        assertEquals("       id = 8,", lines.get(2));
        assertEquals("     }", lines.get(lines.size() - 4));
        assertEquals(
                List.of("  void (*fn)(void) = 0xffffffff81000004", "  -> <work+4>", "  id = 8,"),
                lines.subList(lines.size() - 3, lines.size()));
    }

    @Test
    void eachCpusCopy() throws CommandException {
        scene.symbol("__per_cpu_start", 0x100, 'D').symbol("__per_cpu_end", 0x800, 'D');
        scene.variable("counter", 0x400, scene.type("node").get());
        node(0x400, 1, 1, "cpu0");
        node(0x100400, 2, 1, "cpu1");
        assertEquals(
                List.of("[0]: 400", "  id = 1,", "[1]: 100400", "  id = 2,"),
                scene.lines(struct, "node.id", "counter:a"));
        assertEquals(List.of("[1]: 100400", "  id = 2,"), scene.lines(struct, "node.id", "400:1"));
    }

    /** As crash 8.0.6 shows atomic_t, cpumask_t and hlist_head, whose size has one digit. */
    @Test
    void namesOfStructures() throws CommandException {
        scene.typedef("leaf_t", scene.type("leaf").get());
        List<String> lines = scene.lines(struct, "leaf_t");
        assertEquals("typedef struct leaf {", lines.getFirst());
        assertEquals(List.of("} leaf_t;", "SIZE: 24"), lines.subList(lines.size() - 2, lines.size()));
        assertEquals("struct leaf {", scene.lines(struct, "leaf").getFirst());
        StructType counter = new StructType(false, null, 4, () -> List.of(Scene.member("counter", Scene.INT, 0)));
        scene.typedef("atomic_t", counter);
        assertEquals(
                List.of("typedef struct {", "  [0] int counter;", "} atomic_t;", "SIZE: 4"),
                scene.lines(struct, "-o", "atomic_t"));
    }

    @Test
    void whatIsNotThereIsSaid() throws CommandException {
        assertTrue(scene.lines(struct, "node.id", "9000").getFirst().startsWith("  id = <excluded"));
        assertTrue(refused("none").contains("no source of types knows a structure none"));
        scene.typedef("number", Scene.INT);
        assertEquals("struct: number is no structure but int", refused("number", "1000"));
        assertEquals(List.of("typedef int number;", "SIZE: 4"), scene.lines(struct, "number"));
        assertTrue(refused("node.none", "1000").contains("struct node has no member none"));
        assertTrue(refused("node", "1000", "0").contains("0 is no number of structures"));
        assertTrue(refused("node", "1000", "-c", "x").contains("x is no number"));
    }

    private String refused(String... words) {
        return String.valueOf(assertThrows(CommandException.class, () -> scene.run(struct, words))
                .getMessage());
    }
}
