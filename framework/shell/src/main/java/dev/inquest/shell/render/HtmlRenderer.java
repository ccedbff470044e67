package dev.inquest.shell.render;

import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * All results as one page that needs nothing else: no script, no other file. Each result is shown as its text, with its rows as a
 * table to unfold. Everything that comes from the dump is escaped.
 */
@Component(service = Renderer.class, property = "inquest.renderer=html")
public final class HtmlRenderer implements Renderer {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Inquest</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 110em; padding: 0 1.5em; }
            h1 { font-size: 1.3em; } h2 { font: bold 1.1em ui-monospace, monospace; margin-top: 2em; }
            pre { overflow-x: auto; padding: .8em 1em; border: 1px solid #8885; border-radius: 4px; }
            pre, td { font: 13px/1.4 ui-monospace, monospace; }
            table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .15em .8em .15em 0; }
            details { overflow-x: auto; margin: .6em 0; } summary { cursor: pointer; }
            .error, .failed { color: #c33; } .warning, .partial { color: #b70; } .unavailable { opacity: .6; font-style: italic; }
            </style></head><body>
            """;

    @Override
    public String name() {
        return "html";
    }

    @Override
    public Output begin(@Nullable Row dump, Writer out) throws IOException {
        out.write(HEAD);
        out.write("<h1>Inquest</h1>\n");
        if (dump != null) {
            out.write("<table>\n");
            for (Map.Entry<String, @Nullable Object> fact : dump.cells().entrySet()) {
                out.write("<tr><th>" + escape(fact.getKey()) + "</th><td>" + cell(fact.getValue()) + "</td></tr>\n");
            }
            out.write("</table>\n");
        }
        return new Output() {
            @Override
            public void write(String command, Result result, boolean echo) throws IOException {
                HtmlRenderer.write(command, result, out);
                out.flush();
            }

            @Override
            public void close() throws IOException {
                out.write("</body></html>\n");
                out.flush();
            }
        };
    }

    private static void write(String command, Result result, Writer out) throws IOException {
        String status = JsonRenderer.status(result);
        out.write("<section>\n<h2>" + escape(command));
        if (result.status() != Result.Status.OK) {
            out.write(" <small class=\"" + status + "\">" + status + "</small>");
        }
        out.write("</h2>\n");
        for (Diagnostic diagnostic : result.diagnostics()) {
            String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
            out.write("<p class=\"" + severity + "\">" + severity + ": " + escape(diagnostic.message()) + "</p>\n");
        }
        StringWriter text = new StringWriter();
        PlainText.write(result, text);
        if (!text.getBuffer().isEmpty()) {
            out.write("<pre>" + escape(text.toString()) + "</pre>\n");
        }
        if (!result.rows().isEmpty()) {
            table(result.rows(), out);
        }
        out.write("</section>\n");
    }

    private static void table(List<Row> rows, Writer out) throws IOException {
        List<String> columns = Renderer.columns(rows);
        out.write(
                "<details><summary>" + rows.size() + (rows.size() == 1 ? " row" : " rows") + "</summary>\n<table><tr>");
        for (String column : columns) {
            out.write("<th>" + escape(column) + "</th>");
        }
        out.write("</tr>\n");
        for (Row row : rows) {
            out.write("<tr>");
            for (String column : columns) {
                out.write("<td>" + cell(row.get(column)) + "</td>");
            }
            out.write("</tr>\n");
        }
        out.write("</table></details>\n");
    }

    private static String cell(@Nullable Object cell) throws IOException {
        return switch (cell) {
            case null -> "";
            case Unavailable unavailable ->
                "<span class=\"unavailable\" title=\"" + escape(unavailable.reason()) + "\">"
                        + escape(unavailable.kind()) + "</span>";
            case Row row -> json(row);
            case List<?> list -> json(list);
            default -> escape(cell.toString());
        };
    }

    private static String json(Object cell) throws IOException {
        StringWriter text = new StringWriter();
        new JsonWriter(text).cell(cell);
        return escape(text.toString());
    }

    /** Escapes text for elements and for attributes in double quotes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 ? '.' : c);
            }
        }
        return escaped.toString();
    }
}
