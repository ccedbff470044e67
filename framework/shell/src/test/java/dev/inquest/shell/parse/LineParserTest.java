package dev.inquest.shell.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineParserTest {
    private static final Line.Sink USUAL = new Line.Sink.Usual();

    private static List<Line> parse(String text) throws LineException {
        return LineParser.parse(text);
    }

    private static Line.Run one(String text) throws LineException {
        List<Line> lines = parse(text);
        assertEquals(1, lines.size(), () -> lines.toString());
        return (Line.Run) lines.getFirst();
    }

    private static List<String> words(String text) throws LineException {
        Line.Run run = one(text);
        assertEquals(USUAL, run.sink());
        return run.words();
    }

    @Test
    void separatesCommandsAtSemicolonsAndLineEnds() throws LineException {
        assertEquals(
                List.of(
                        new Line.Run("sys", List.of("sys"), USUAL, null),
                        new Line.Run("bt -a", List.of("bt", "-a"), USUAL, null),
                        new Line.Run("ps", List.of("ps"), USUAL, null)),
                parse(" sys ;; bt  -a\r\n\n ps;".replace("bt  -a", "bt -a")));
    }

    @Test
    void nothingIsNoCommand() throws LineException {
        assertEquals(List.of(), parse(""));
        assertEquals(List.of(), parse(" ; \n\t; "));
    }

    @Test
    void commentsEndWithTheLine() throws LineException {
        assertEquals(List.of(new Line.Run("ps", List.of("ps"), USUAL, null)), parse("# a; b | c 'd\n  ps\n#end"));
        assertEquals(List.of("sym", "#x"), words("sym #x"));
    }

    @Test
    void doubleQuotesAreTakenOff() throws LineException {
        assertEquals(List.of("alias", "b", "bt -a | grep \"x\"; ps"), words("alias b \"bt -a | grep \\\"x\\\"; ps\""));
        assertEquals(List.of("alias", "b", ""), words("alias b \"\""));
    }

    @Test
    void singleQuotesStay() throws LineException {
        assertEquals(List.of("ps", "'a b|c;d > e'"), words("ps 'a b|c;d > e'"));
        assertEquals(List.of("p", "c=='\"'"), words("p c=='\"'"));
    }

    @Test
    void openQuotesAreRefused() {
        assertEquals(
                "the quote ' is not closed",
                assertThrows(LineException.class, () -> parse("ps 'a")).getMessage());
        assertEquals(
                "the quote \" is not closed",
                assertThrows(LineException.class, () -> parse("ps \"a\\\"")).getMessage());
    }

    @Test
    void cExpressionsStayWhole() throws LineException {
        assertEquals(List.of("p", "init_task.mm->mmap"), words("p init_task.mm->mmap"));
        assertEquals(List.of("p", "x->comm"), words("p x->comm"));
        assertEquals(List.of("p", "a", ">=", "b"), words("p a >= b"));
        assertEquals(List.of("p", "a>b"), words("p a>b"));
        assertEquals(List.of("p", "a", "<=", "b", "<<", "2"), words("p a <= b << 2"));
        assertEquals(List.of("p", "a", "||", "b||c"), words("p a || b||c"));
        assertEquals(List.of("p", "(x > 3 | y)"), words("p (x > 3 | y)"));
        assertEquals(List.of("p", "sizeof(struct list_head)", "*", "2"), words("p sizeof(struct list_head) * 2"));
        assertEquals(List.of("p", "*(int *)(jiffies + ')')"), words("p *(int *)(jiffies + ')')"));
        assertEquals(List.of("search", "(a"), words("search (a"));
        assertEquals(List.of("rd", "-8", "&init_task", "16"), words("rd -8 &init_task 16"));
    }

    @Test
    void pipesTakeTheRestOfTheCommand() throws LineException {
        Line.Run run = one("bt -a | grep 'x;y' | sort > /tmp/f");
        assertEquals(List.of("bt", "-a"), run.words());
        assertEquals(new Line.Sink.Pipe("grep 'x;y' | sort > /tmp/f"), run.sink());
        assertEquals("bt -a | grep 'x;y' | sort > /tmp/f", run.text());
        assertEquals(
                List.of(
                        new Line.Run("bt|wc", List.of("bt"), new Line.Sink.Pipe("wc"), null),
                        new Line.Run("ps", List.of("ps"), USUAL, null)),
                parse("bt|wc; ps"));
        assertEquals(
                "a command is missing behind |",
                assertThrows(LineException.class, () -> parse("bt | ; ps")).getMessage());
        assertThrows(LineException.class, () -> parse("| wc"));
    }

    @Test
    void redirects() throws LineException {
        assertEquals(new Line.Sink.ToFile("f", false), one("ps > f").sink());
        assertEquals(new Line.Sink.ToFile("f", false), one("ps >f").sink());
        assertEquals(new Line.Sink.ToFile("a b", true), one("ps -k >> \"a b\"").sink());
        assertEquals(new Line.Sink.ToFile("a b", true), one("ps -k >>'a b'").sink());
        assertEquals(List.of("ps", "-k"), one("ps -k >> f").words());
        assertEquals(
                "a file name is missing behind >",
                assertThrows(LineException.class, () -> parse("ps > ; bt")).getMessage());
        assertThrows(LineException.class, () -> parse("p a > b + c"));
    }

    @Test
    void filesWithCommandsAndArguments() throws LineException {
        assertEquals(List.of(new Line.Include("< cmds", "cmds")), parse(" < cmds "));
        Line.Run run = one("rd < addresses");
        assertEquals("addresses", run.argumentFile());
        assertEquals(List.of("rd"), run.words());
    }

    @Test
    void shellEscapeTakesTheLine() throws LineException {
        assertEquals(
                List.of(new Line.Shell("!ls; pwd 'x", "ls; pwd 'x"), new Line.Run("ps", List.of("ps"), USUAL, null)),
                parse("!ls; pwd 'x\nps"));
    }

    private static List<Line> parse(String text, Map<String, String> aliases) throws LineException {
        List<Line> lines = new ArrayList<>();
        LineParser parser = new LineParser(text, word -> aliases.getOrDefault(word, word));
        for (Line line = parser.next(); line != null && lines.size() < 10; line = parser.next()) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void aliasesAreExpandedOnceAndShownAsTyped() throws LineException {
        Map<String, String> aliases = Map.of("b", "bt -a | head", "ps", "ps -k", "two", "sys; bt");
        assertEquals(
                List.of(
                        new Line.Run("ps 1", List.of("ps", "-k", "1"), USUAL, null),
                        new Line.Run("sym b", List.of("sym", "b"), USUAL, null)),
                parse("ps 1; sym b", aliases));
        Line.Run piped = (Line.Run) parse("b -3; ps", aliases).getFirst();
        assertEquals(new Line.Sink.Pipe("head -3"), piped.sink());
        assertEquals("b -3", piped.text());
        assertEquals(2, parse("two", aliases).size());
    }

    @Test
    void aliasesThatNameThemselvesEnd() throws LineException {
        assertEquals(
                List.of("b", "a", "ps"),
                parse("a; ps", Map.of("a", "b; a")).stream()
                        .map(line -> ((Line.Run) line).words().getFirst())
                        .toList());
    }
}
