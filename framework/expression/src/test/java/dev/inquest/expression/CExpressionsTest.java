package dev.inquest.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.SessionContext;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.ExpressionValue;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected numbers were reckoned by hand, or printed by a C program that GCC compiled for x86-64. */
class CExpressionsTest {
    private final Kernel kernel = new Scene().kernel();
    private final CExpressions expressions = new CExpressions();

    private ExpressionValue evaluate(String text) throws ExpressionException {
        return expressions.evaluate(kernel, new SessionContext(), text);
    }

    private String refused(String text) {
        return String.valueOf(
                assertThrows(ExpressionException.class, () -> evaluate(text)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3; 7; int",
                "(1 + 2) * 3; 9; int",
                "10 - 4 - 3; 3; int",
                "-7 / 2; -3; int",
                "-7 % 3; -1; int",
                "1 << 31; -2147483648; int",
                "1UL << 40; 1099511627776; unsigned long",
                "0x80000000; 2147483648; unsigned int",
                "2147483648; 2147483648; long",
                "0xffffffffffffffff; -1; unsigned long",
                "-1 < 1u; 0; int",
                "-1L < 1u; 1; int",
                "-1 >> 1; -1; int",
                "~0u >> 1; 2147483647; unsigned int",
                "1 ? 2 : 3 ? 4 : 5; 2; int",
                "0 ? 2 : 0 ? 4 : 5; 5; int",
                "1 | 6 ^ 2 & 3; 5; int",
                "1 == 1 != 0; 1; int",
                "2 < 3 == 1; 1; int",
                "1 || 1 / 0; 1; int",
                "0 && broken->number; 0; int",
                "!5 + !0; 1; int",
                "- - 3; 3; int",
                "010; 8; int",
                "0b101; 5; int",
                "'a'; 97; int",
                "'\\n'; 10; int",
                "'\\x41'; 65; int",
                "'\\377'; -1; int",
                "1, 2; 2; int",
                "(unsigned char)300; 44; unsigned char",
                "(char)200; -56; char",
                "(_Bool)16; 1; _Bool",
                "(u32)-1; 4294967295; u32",
                "sizeof(struct node); 24; unsigned long",
                "sizeof(struct node *[3]); 24; unsigned long",
                "sizeof broken->next->name; 8; unsigned long",
                "sizeof(unsigned long int) + sizeof 'a'; 12; unsigned long",
                "offsetof(struct node, name[2]); 10; unsigned long",
                "first.number; -5; int",
                "first.flags + 0; 5; int",
                "first.next->number; 7; int",
                "(&first)->next->next == 0; 1; int",
                "*(int *)0x1000; -5; int",
                "((struct node *)0x1000)->next->number; 7; int",
                "first.name[1]; 98; char",
                "*first.name; 97; char",
                "table[2]; 30; unsigned int",
                "2[table]; 30; unsigned int",
                "*(table + 3); 40; unsigned int",
                "&table[3] - &table[1]; 2; long",
                "(unsigned long)(&first + 1); 4120; unsigned long",
                "(unsigned long)((void *)&first + 1); 4097; unsigned long",
                "container_of(&first.next, struct node, next)->number; -5; int",
                "counter:1; 22; int",
                "counter:0 + counter:1; 33; int",
                "per_cpu(counter, 1) * 2; 44; int",
                "*per_cpu_ptr(&counter, 0); 11; int",
                "table[1..2][1]; 30; unsigned int",
                "sizeof(table[1..3]); 12; unsigned long",
                "(table[1]@2)[1]; 30; unsigned int",
                "sizeof(*&first@3); 72; unsigned long",
                "ARRAY_SIZE(table); 4; unsigned long",
                "sizeof_field(struct node, name); 8; unsigned long",
                "list_entry(&second.next, struct node, next)->number; 7; int",
                "_Alignof(struct node); 8; unsigned long",
                "((typeof(first) *)0x1000)->number; -5; int",
                "((node *)0x1000)->number; -5; int",
                "((typeof(&first.next))0x1010)[0]->number; 7; int",
                "*(unsigned char (*)[2])0x1008 == (void *)0x1008; 1; int",
                "(long)(int (*(*)[3])(char *, ...))8; 8; long",
                "(unsigned long)schedule; -2130706432; unsigned long",
                "(unsigned long)&schedule; -2130706432; unsigned long",
                "(unsigned long)*schedule; -2130706432; unsigned long",
                "first.rest; 0; unsigned short",
                "broken ?: &first; 3735879680; struct node *",
            })
    void values(String text, long value, String type) throws ExpressionException {
        ExpressionValue found = evaluate(text);
        assertEquals(value, found.asLong());
        assertEquals(type, found.value().type().spelling());
    }

    @Test
    void whatLiesInMemoryKeepsItsAddress() throws ExpressionException {
        ExpressionValue found = evaluate("first.next->name");
        assertTrue(found.stored());
        assertEquals(0x2008, found.value().address());
        assertEquals("de", found.value().asString());
        assertFalse(evaluate("1 + 1").stored());
        assertEquals("struct node *", evaluate("&first").value().type().spelling());
        assertEquals("unsigned int *", evaluate("table + 1").value().type().spelling());
        assertEquals("abc", evaluate("(char *)0x1008").value().asString());
        assertEquals(0xffffffff81000000L, evaluate("schedule").asLong());
    }

    @Test
    void faultsComeOutWithTheirReason() {
        FaultException fault = assertThrows(FaultException.class, () -> evaluate("broken->number + 1"));
        assertEquals(0xdead0000L, fault.fault().address());
    }

    @Test
    void mistakesNameThePlace() {
        assertEquals(
                "the kernel has no variable, function or enumerator nothing (at character 5)", refused("1 + nothing"));
        assertEquals(
                "expected a value (a number, name, cast or parenthesis), found the end (at character 4)",
                refused("1 +"));
        assertEquals("expected ')', found the end (at character 3)", refused("(1"));
        assertEquals(
                "a dump cannot be changed: there are no assignments; to compare, write == (at character 14)",
                refused("first.number = 3"));
        assertEquals(
                "a dump cannot be changed: there are no assignments; to compare, write == (at character 14)",
                refused("first.number += 3"));
        assertEquals("struct node has no member absent (at character 6)", refused("first.absent"));
        assertTrue(refused("schedule()").startsWith("functions cannot be called"), refused("schedule()"));
        assertEquals("division by zero (at character 3)", refused("1 / 0"));
        assertTrue(refused("(struct none *)0").startsWith("no source of types knows a struct none"));
        assertTrue(refused("counter").startsWith("counter is a per-CPU variable"), refused("counter"));
        assertTrue(refused("counter:2").startsWith("there is no CPU 2"), refused("counter:2"));
        assertTrue(refused("table:0").startsWith("table is no per-CPU variable"), refused("table:0"));
        assertTrue(refused("1 << 32").startsWith("a shift by 32 is not defined for int"), refused("1 << 32"));
        assertTrue(refused("first + 1").startsWith("expected a number or pointer"), refused("first + 1"));
        assertTrue(refused("$x").startsWith("no task is chosen"), refused("$x"));
        assertTrue(refused("0x1g").startsWith("'0x1g' is no number"), refused("0x1g"));
        assertTrue(refused("&\"text\"").startsWith("it lies in registers, or in the expression"), refused("&\"text\""));
        assertEquals("struct node has no member flag; did you mean flags? (at character 6)", refused("first.flag"));
        assertTrue(refused("&first.flags").startsWith("a bit-field has no address"), refused("&first.flags"));
    }

    @Test
    void hostileInputIsRefused() throws ExpressionException {
        assertTrue(refused("(".repeat(5000)).startsWith("the expression has more than"));
        assertTrue(refused("(".repeat(1500)).startsWith("the expression is nested"), refused("(".repeat(1500)));
        assertTrue(refused("-".repeat(1) + " - ".repeat(1500)).startsWith("the expression is nested"));
        assertTrue(refused("(int" + " *".repeat(1000) + ")0").startsWith("expected at most"));
        assertTrue(refused("1".repeat(100_000)).startsWith("the expression has more than"));
        assertEquals(990, evaluate("1" + " + 1".repeat(989)).asLong());
    }

    @Test
    void listsOfCpusAreSplitOff() throws ExpressionException {
        assertEquals(new Expressions.Target("counter", List.of(0, 1)), expressions.split(kernel, "counter:a"));
        assertEquals(new Expressions.Target("counter + 1", List.of(1)), expressions.split(kernel, "counter + 1:1"));
        assertEquals(new Expressions.Target("1 ? 2:1", List.of()), expressions.split(kernel, "1 ? 2:1"));
        Expressions.Scope scope = new Expressions.Scope(kernel, new SessionContext(), kernel.memory(), 1);
        assertEquals(23, expressions.evaluate(scope, "counter + 1").asLong());
        assertThrows(ExpressionException.class, () -> expressions.evaluate(scope, "1 + 1"));
        assertThrows(ExpressionException.class, () -> expressions.split(kernel, "counter:7"));
    }

    @Test
    void typesAreKnownWithoutReading() throws ExpressionException {
        Expressions.Scope scope = new Expressions.Scope(kernel, new SessionContext(), kernel.memory(), null);
        assertEquals(
                "int", expressions.typeOf(scope, "broken->next->next->number").spelling());
        assertEquals("int", expressions.typeOf(scope, "counter").spelling());
        assertEquals(
                "const struct node *[2]",
                expressions.type(kernel, "const struct node *[2]").orElseThrow().spelling());
        assertEquals(
                "unsigned long",
                expressions.type(kernel, "long int unsigned").orElseThrow().spelling());
        assertTrue(expressions.type(kernel, "first").isEmpty());
    }
}
