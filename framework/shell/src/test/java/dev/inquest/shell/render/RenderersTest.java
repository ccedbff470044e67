package dev.inquest.shell.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Table;
import dev.inquest.api.result.Unavailable;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

class RenderersTest {
    private static final String NASTY = "a\"\\\b\n\u001b[31m\u007f<b>&' \ud83d\ude00 \ud800 \u2028é";

    private static final Row DUMP = new Row()
            .put("files", List.of("vmcore"))
            .put("release", "6.1.0")
            .put("complete", true)
            .put("dump_level", 31)
            .put("crash_time", null);

    private static final Result PS = Result.of(
            "ps/1",
            List.of(
                    new Row()
                            .put("task", new Address(0xff36b313411dc180L))
                            .put("pid", 1)
                            .put("comm", "init")
                            .put("active", true),
                    new Row()
                            .put("task", new Address(0))
                            .put("pid", Long.MAX_VALUE)
                            .put("comm", new Unavailable("excluded", "0x10: excluded (page, level 31)"))
                            .put("frames", List.of(new Row().put("level", 0), new Row().put("level", 1)))),
            List.of(new Diagnostic(Diagnostic.Severity.WARNING, "two \"tasks\" only")),
            Table.of("PID", "TASK", "COMM"));

    private static String render(Renderer renderer, @Nullable Row dump, boolean echo, Result... results)
            throws IOException {
        StringWriter out = new StringWriter();
        try (Renderer.Output output = renderer.begin(dump, out)) {
            for (Result result : results) {
                output.write("ps -k", result, echo);
            }
        }
        return out.toString();
    }

    /** Reads JSON with a reader that is not ours. */
    private static @Nullable Object read(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            Object value = value(parser, parser.nextToken());
            assertEquals(null, parser.nextToken());
            return value;
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    assertFalse(map.containsKey(name), name);
                    map.put(name, value(parser, parser.nextToken()));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    list.add(value(parser, next));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new AssertionError(token);
        };
    }

    @Test
    void jsonIsTheContract() throws IOException {
        String json = render(new JsonRenderer(), DUMP, true, PS, Result.failed("bt/1", "no such task"));
        Map<String, Object> dump = new LinkedHashMap<>();
        dump.put("files", List.of("vmcore"));
        dump.put("release", "6.1.0");
        dump.put("complete", true);
        dump.put("dump_level", 31L);
        dump.put("crash_time", null);
        assertEquals(
                Map.of(
                        "schema",
                        "inquest/1",
                        "dump",
                        dump,
                        "results",
                        List.of(
                                Map.of(
                                        "command",
                                        "ps -k",
                                        "schema",
                                        "ps/1",
                                        "status",
                                        "partial",
                                        "rows",
                                        List.of(
                                                Map.of(
                                                        "task",
                                                        "0xff36b313411dc180",
                                                        "pid",
                                                        1L,
                                                        "comm",
                                                        "init",
                                                        "active",
                                                        true),
                                                Map.of(
                                                        "task",
                                                        "0x0",
                                                        "pid",
                                                        Long.MAX_VALUE,
                                                        "comm",
                                                        Map.of(
                                                                "unavailable",
                                                                "excluded",
                                                                "reason",
                                                                "0x10: excluded (page, level 31)"),
                                                        "frames",
                                                        List.of(Map.of("level", 0L), Map.of("level", 1L)))),
                                        "diagnostics",
                                        List.of(Map.of("severity", "warning", "message", "two \"tasks\" only"))),
                                Map.of(
                                        "command",
                                        "ps -k",
                                        "schema",
                                        "bt/1",
                                        "status",
                                        "failed",
                                        "rows",
                                        List.of(),
                                        "diagnostics",
                                        List.of(Map.of("severity", "error", "message", "no such task"))))),
                read(json));
        assertTrue(json.endsWith("]}\n"));
    }

    @Test
    void jsonWithoutDumpAndResults() throws IOException {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("schema", "inquest/1");
        expected.put("dump", null);
        expected.put("results", List.of());
        assertEquals(expected, read(render(new JsonRenderer(), null, false)));
    }

    @Test
    void jsonKeepsAnyText() throws IOException {
        StringWriter out = new StringWriter();
        new JsonWriter(out).cell(NASTY);
        assertEquals(NASTY, read(out.toString()));
        out.toString().chars().forEach(c -> assertTrue(c >= ' ' && c != 0x7f));
    }

    @Test
    void jsonNumbers() throws IOException {
        StringWriter out = new StringWriter();
        new JsonWriter(out)
                .cell(Arrays.asList(1.5, Double.NaN, Double.POSITIVE_INFINITY, 1e300, -3, Long.MIN_VALUE, false));
        assertEquals(Arrays.asList(1.5, null, null, 1e300, -3L, Long.MIN_VALUE, false), read(out.toString()));
    }

    @Test
    void ndjsonIsALineARow() throws IOException {
        List<String> lines =
                render(new NdjsonRenderer(), DUMP, true, PS).lines().toList();
        assertEquals(4, lines.size());
        assertTrue(String.valueOf(read(lines.get(0))).startsWith("{schema=inquest/1, dump={"));
        assertEquals(
                Map.of(
                        "command",
                        "ps -k",
                        "schema",
                        "ps/1",
                        "row",
                        Map.of("task", "0xff36b313411dc180", "pid", 1L, "comm", "init", "active", true)),
                read(lines.get(1)));
        assertEquals(
                Map.of(
                        "command",
                        "ps -k",
                        "schema",
                        "ps/1",
                        "status",
                        "partial",
                        "rows",
                        2L,
                        "diagnostics",
                        List.of(Map.of("severity", "warning", "message", "two \"tasks\" only"))),
                read(lines.get(3)));
    }

    @Test
    void csvQuotesWhatItMust() throws IOException {
        Result result = Result.of(
                "x/1",
                List.of(
                        new Row().put("a", "1,2").put("b", "say \"hi\"").put("c", "two\nlines"),
                        new Row()
                                .put("a", null)
                                .put("b", new Unavailable("lost", "cut"))
                                .put("d", List.of(new Row().put("x", "y")))),
                (r, out) -> {});
        assertEquals(
                "a,b,c,d\r\n\"1,2\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n,(lost),,\"[{\"\"x\"\":\"\"y\"\"}]\"\r\n",
                render(new CsvRenderer(), DUMP, true, result));
    }

    @Test
    void csvKeepsResultsApart() throws IOException {
        Result result = Result.of("x/1", List.of(new Row().put("a", 1)), (r, out) -> {});
        assertEquals("a\r\n1\r\n\r\na\r\n1\r\n", render(new CsvRenderer(), null, true, result, result));
    }

    @Test
    void textIsTheViewAlone() throws IOException {
        assertEquals("""
                                PID  TASK              COMM
                                  1  ff36b313411dc180  init
                9223372036854775807  0000000000000000  (excluded)
                """, render(new TextRenderer(), DUMP, false, PS));
    }

    @Test
    void textShowsCommandsThatNobodyTyped() throws IOException {
        Result result = Result.of("x/1", List.of(), (r, out) -> out.line("one"));
        assertEquals(
                "inquest> ps -k\none\n\ninquest> ps -k\none\n\n",
                render(new TextRenderer(), null, true, result, result));
    }

    @Test
    void textDrivesNoTerminal() throws IOException {
        Result result = Result.of("x/1", List.of(), (r, out) -> out.line("a\u001b]0;title\u0007\tb\u009b2Jc\r"));
        assertEquals("a.]0;title.\tb.2Jc.\n", render(new TextRenderer(), null, false, result));
    }

    @Test
    void htmlEscapesEverything() throws IOException {
        String script = "<script>alert('1')</script>";
        Result result = Result.of(
                "x/1",
                List.of(new Row()
                        .put(script, script)
                        .put("b", new Unavailable(script, script + "\""))
                        .put("c", List.of(script))),
                List.of(new Diagnostic(Diagnostic.Severity.ERROR, script)),
                (r, out) -> out.line(script));
        StringWriter out = new StringWriter();
        try (Renderer.Output output = new HtmlRenderer().begin(new Row().put("release", script), out)) {
            output.write(script, result, false);
        }
        String html = out.toString();
        assertFalse(html.contains("<script"), html);
        assertTrue(html.contains("<pre>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\n</pre>"), html);
        assertTrue(html.contains("title=\"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;\""), html);
        assertTrue(html.endsWith("</body></html>\n"));
    }
}
