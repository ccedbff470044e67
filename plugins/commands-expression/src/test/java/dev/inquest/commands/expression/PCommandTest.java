package dev.inquest.commands.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import dev.inquest.expression.CExpressions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code p} and {@code whatis}. */
class PCommandTest {
    private final Scene scene = new Scene();
    private final Command p = new PCommand(new CExpressions());
    private final Command whatis = new WhatisCommand(new CExpressions());

    private String only(String... words) throws CommandException {
        List<String> lines = scene.lines(p, words);
        assertEquals(1, lines.size(), lines.toString());
        return lines.getFirst();
    }

    @Test
    void numbersOfAllKinds() throws CommandException {
        assertEquals("10 / 4.0 = 2.5", only("10 / 4.0"));
        assertEquals("1e20 * 10 = 1e+21", only("1e20 * 10"));
        assertEquals("'a' = 97", only("'a'"));
        assertEquals("255 = 0xff", only("-x", "255"));
        assertEquals(
                "(unsigned __int128)1 << 100 = 1267650600228229401496703205376", only("(unsigned __int128)1 << 100"));
        scene.put(0x4000, -1, 8).put(0x4008, -1, 8);
        scene.variable("wide", 0x4000, new IntType("__int128", 16, true, false));
        assertEquals("wide = -1", only("wide"));
        assertEquals("wide = 0x" + "f".repeat(32), only("-x", "wide"));
        // 1.5 in the 80 bits of x86: mantissa c000…, exponent 3fff.
        scene.put(0x5000, 0xc000000000000000L, 8).put(0x5008, 0x3fff, 8);
        scene.variable("real", 0x5000, new FloatType("long double", 16));
        assertEquals("real = 1.5", only("real"));
        assertEquals("real * 2 = 3", only("real * 2"));
    }

    @Test
    void stringsAndFunctions() throws CommandException {
        assertEquals("\"abc\" = \"abc\"", only("\"abc\""));
        scene.symbol("work", 0x7000, 'T');
        scene.variable(
                "hook", 0x6000, new PointerType(8, () -> new FunctionType(() -> VoidType.VOID, List::of, false)));
        scene.words(0x6000, 0x7004);
        assertEquals("hook = (void (*)(void)) 0x7004 <work+4>", only("hook"));
        assertEquals("work = {void (...)} 0x7000 <work>", only("work"));
    }

    /** The values are those that the gdb inside crash prints. */
    @Test
    void formatsOfGdb() throws CommandException {
        assertEquals("-1 = 0xffffffff", only("-/x", "-1"));
        assertEquals("8 = 010", only("-/o", "8"));
        assertEquals("0 = 0", only("-/o", "0"));
        assertEquals("10 = 1010", only("-/t", "10"));
        assertEquals("0 = 0", only("-/t", "0"));
        assertEquals("5 = 0x00000005", only("-/z", "5"));
        assertEquals("(unsigned char)200 = -56", only("-/d", "(unsigned char)200"));
        assertEquals("(char)-3 = 253", only("-/u", "(char)-3"));
        assertEquals("65 = 65 'A'", only("-/c", "65"));
        assertEquals("321 = 65 'A'", only("-/c", "321"));
        assertEquals("(char)200 = -56 '\\310'", only("-/c", "(char)200"));
        scene.symbol("work", 0x7000, 'T');
        assertEquals("0x7004 = 0x7004 <work+4>", only("-/a", "0x7004"));
        scene.variable("comm", 0x9000, Scene.array(Scene.CHAR, 4)).put(0x9000, 0x2f77, 4);
        assertEquals("comm = {0x77, 0x2f, 0x0, 0x0}", only("-/x", "comm"));
        assertEquals("comm = {119 'w', 47 '/', 0 '\\000', 0 '\\000'}", only("-/c", "comm"));
        assertEquals("comm = \"w/\\000\"", only("-/s", "comm"));
        scene.variable("head", 0x3000, scene.type("list_head").get()).words(0x3000, 0xff36b313411dca10L, 0);
        assertEquals(
                List.of("head = {", "  next = -56661050017330672,", "  prev = 0", "}"), scene.lines(p, "-/d", "head"));
        assertEquals("head.next = 0xff36b313411dca10", only("-/x", "head.next"));
        assertTrue(refused(p, "-/q", "10").contains("/q is no format"));
    }

    @Test
    void arraysShowAllUpToTheLimit() throws CommandException {
        scene.variable("table", 0x8000, Scene.array(Scene.INT, 300));
        for (int i = 0; i < 300; i++) {
            scene.put(0x8000 + i * 4L, 7, 4);
        }
        assertEquals("table = {" + "7, ".repeat(255) + "7...}", only("table"));
        assertEquals("table[2..5] = {7, 7, 7, 7}", only("table[2..5]"));
        assertEquals("table[0]@2 = {7, 7}", only("table[0]@2"));
        scene.context.variables().put("print_max", "3");
        assertEquals("table = {7, 7, 7...}", only("table"));
    }

    @Test
    void aPerCpuVariableAloneShowsItsCopies() throws CommandException {
        scene.symbol("__per_cpu_start", 0x100, 'D').symbol("__per_cpu_end", 0x800, 'D');
        scene.variable("counter", 0x400, Scene.LONG).words(0x400, 1000).words(0x100400, 1001);
        assertEquals(
                List.of(
                        "PER-CPU DATA TYPE:",
                        "  unsigned long counter;",
                        "PER-CPU ADDRESSES:",
                        "  [0]: 400",
                        "  [1]: 100400"),
                scene.lines(p, "counter"));
        assertEquals(List.of("per_cpu(counter, 0) = 1000", "per_cpu(counter, 1) = 1001"), scene.lines(p, "counter:a"));
        assertEquals("per_cpu(counter, 1) = 1001", only("counter:1"));
        assertTrue(refused(p, "counter + 1").contains("say which CPU"));
    }

    @Test
    void userMemoryNeedsATask() {
        assertTrue(refused(p, "-u", "*0").contains("no task is chosen"), refused(p, "-u", "*0"));
    }

    @Test
    void whatNamesAre() throws CommandException {
        scene.enumeration("colour", new EnumType.Enumerator("RED", 1), new EnumType.Enumerator("BLUE", -2));
        scene.typedef("pid_t", Scene.INT);
        scene.variable("head", 0x3000, scene.type("list_head").get());
        assertEquals(List.of("struct list_head head;"), scene.lines(whatis, "head"));
        assertEquals(List.of("struct list_head *"), scene.lines(whatis, "head.next->prev"));
        scene.variable(
                "vfs_read",
                0x7000,
                new FunctionType(
                        () -> Scene.LONG,
                        () -> List.of(
                                new FunctionType.Parameter(
                                        "file", scene.pointer("list_head").get()),
                                new FunctionType.Parameter(null, Scene.INT)),
                        false));
        assertEquals(List.of("unsigned long vfs_read(struct list_head *, int);"), scene.lines(whatis, "vfs_read"));
        assertEquals("function", scene.run(whatis, "vfs_read").rows().getFirst().text("kind"));
        scene.symbol("entry", 0x7100, 'T');
        assertTrue(refused(whatis, "entry").contains("written in assembler, or neither BTF"));
        assertEquals(List.of("enum colour = -2"), scene.lines(whatis, "BLUE"));
        assertEquals(List.of("enum colour {", "  RED = 1", "  BLUE = -2", "};"), scene.lines(whatis, "colour"));
        assertEquals(List.of("typedef int pid_t;", "SIZE: 4"), scene.lines(whatis, "pid_t"));
        // crash 8.0.6 tells what all names stand for, of enumerations no size, and of a structure how the name was
        // made.
        scene.typedef("my_pid_t", new TypedefType("pid_t", () -> Scene.INT));
        assertEquals(List.of("typedef int my_pid_t;", "SIZE: 4"), scene.lines(whatis, "my_pid_t"));
        scene.typedef("colour_t", scene.type("colour").get());
        assertEquals(
                List.of("typedef enum colour {", "  RED = 1", "  BLUE = -2", "};"), scene.lines(whatis, "colour_t"));
        scene.typedef("list_t", scene.type("list_head").get());
        List<String> named = scene.lines(whatis, "list_t");
        assertEquals("typedef struct list_head {", named.getFirst());
        assertEquals("} list_t;", named.get(named.size() - 2));
        assertEquals(
                List.of("struct list_head {", "   [8] struct list_head *prev;", "}"),
                scene.lines(whatis, "list_head.prev"));
        assertEquals(scene.lines(whatis, "-o", "list_head"), scene.lines(whatis, "list_head", "-o"));
        assertTrue(refused(whatis, "nothing").contains("no variable, function or enumerator nothing"));
    }

    @Test
    void structuresBySizeAndMember() throws CommandException {
        scene.struct("inner", 8, Scene.member("p", scene.pointer("list_head"), 0));
        scene.struct("outer", 24, Scene.member("i", scene.type("inner"), 0), Scene.member("n", Scene.INT, 8));
        scene.struct("link", 8, Scene.member("to", scene.pointer("outer"), 0));
        assertEquals(List.of("SIZE  TYPE", "   8  inner", "   8  link"), scene.lines(whatis, "-r", "8"));
        assertEquals(List.of("SIZE  TYPE", "  16  list_head", "  24  outer"), scene.lines(whatis, "-r", "9-0x20"));
        // Structures inside count, what pointers lead to does not.
        assertEquals(
                List.of("SIZE  TYPE", "   8  inner", "  16  list_head", "  24  outer"),
                scene.lines(whatis, "-m", "list_head"));
        assertEquals(List.of("(none found)"), scene.lines(whatis, "-m", "list_head", "-r", "1000"));
        assertTrue(refused(whatis, "-r", "many").contains("-r takes a size"));
    }

    private String refused(Command command, String... words) {
        return String.valueOf(assertThrows(CommandException.class, () -> scene.run(command, words))
                .getMessage());
    }
}
