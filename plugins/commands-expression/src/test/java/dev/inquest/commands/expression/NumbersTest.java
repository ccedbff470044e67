package dev.inquest.commands.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.expression.CExpressions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code eval}, {@code ascii}, {@code btop} and {@code ptob}; expected numbers are those of crash 8.0.6, or reckoned by hand. */
class NumbersTest {
    private final Scene scene = new Scene();
    private final Command eval = new EvalCommand(new CExpressions());

    @ParameterizedTest
    @CsvSource({
        "0x1000 * 4, 4000  (16KB), 16384, 40000",
        "128m, 8000000  (128MB), 134217728, 1000000000",
        "128 * 1m, 8000000  (128MB), 134217728, 1000000000",
        "(1 << 32), 100000000  (4GB), 4294967296, 40000000000",
        "1 << 32, 100000000  (4GB), 4294967296, 40000000000",
        "1g, 40000000  (1GB), 1073741824, 10000000000",
        "3K, c00  (3KB), 3072, 6000",
        "~0, ffffffffffffffff, 18446744073709551615  (-1), 1777777777777777777777",
        "-5, fffffffffffffffb, 18446744073709551611  (-5), 1777777777777777777773",
        "10 / 3, 3, 3, 3",
        "41dc065, 41dc065, 69058661, 407340145",
        "ffff + 1, 10000  (64KB), 65536, 200000",
        "010, a, 10, 12",
        "0x10k, 4000  (16KB), 16384, 40000",
        "8 >> 1 | 1, 5, 5, 5",
        "0, 0, 0, 0",
    })
    void numbersInFourNotations(String expression, String hexadecimal, String decimal, String octal)
            throws CommandException {
        List<String> lines = scene.lines(eval, expression);
        assertEquals("hexadecimal: " + hexadecimal, lines.get(0));
        assertEquals("    decimal: " + decimal, lines.get(1));
        assertEquals("      octal: " + octal, lines.get(2));
        assertEquals(64, lines.get(3).substring("     binary: ".length()).length());
    }

    @Test
    void bitsThatAreSet() throws CommandException {
        assertEquals(
                "   bits set: 26 20 19 18 16 15 14 6 5 2 0",
                scene.lines(eval, "-b", "41dc065").getLast());
        assertEquals("   bits set: 36", scene.lines(eval, "-lb", "64g").getLast());
        assertTrue(String.valueOf(assertThrows(CommandException.class, () -> scene.run(eval, "1 +"))
                        .getMessage())
                .startsWith("eval: expected a value"));
    }

    @Test
    void symbolsHideHexadecimalWords() throws CommandException {
        assertEquals("hexadecimal: bad", scene.lines(eval, "bad").getFirst());
        scene.variable("bad", 0x7000, Scene.INT).put(0x7000, 3, 4);
        assertEquals("hexadecimal: 3", scene.lines(eval, "bad").getFirst());
    }

    @Test
    void charactersOfAWord() throws CommandException {
        Command ascii = new AsciiCommand();
        assertEquals(
                List.of("62696c2f7273752f: /usr/lib", "000000007273752f: /usr<NUL><NUL><NUL><NUL>"),
                scene.lines(ascii, "62696c2f7273752f", "0x7273752f"));
        List<String> table = scene.lines(ascii);
        assertEquals("  0 | NUL DLE  SP  0   @   P   '   p".replace("'", "`"), table.get(3));
        assertEquals("  F |  SI  US  /   ?   O   _   o  DEL", table.get(18));
        assertThrows(CommandException.class, () -> scene.run(ascii, "xyz"));
    }

    @Test
    void pagesAndBytes() throws CommandException {
        CExpressions expressions = new CExpressions();
        assertEquals(
                List.of("512a000: 512a", "3fffff: 3ff"),
                scene.lines(new BtopCommand(expressions), "512a000", "3fffff"));
        assertEquals(List.of("512a: 512a000"), scene.lines(new PtobCommand(expressions), "512a"));
        assertEquals(List.of("2: 2000"), scene.lines(new PtobCommand(expressions), "(1 + 1)"));
    }
}
