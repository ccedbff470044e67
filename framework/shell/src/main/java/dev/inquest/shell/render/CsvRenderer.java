package dev.inquest.shell.render;

import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Rows as comma-separated values (RFC 4180): a line with the columns' names, then one line a row, each ended by CR LF. Cells that
 * are lists or rows are their JSON text; a cell that could not be read is its kind in parentheses, as in text. Results of several
 * commands are kept apart by an empty line.
 */
@Component(service = Renderer.class, property = "inquest.renderer=csv")
public final class CsvRenderer implements Renderer {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public boolean showsDiagnostics() {
        return false;
    }

    @Override
    public Output begin(@Nullable Row dump, Writer out) {
        return new Output() {
            private boolean first = true;

            @Override
            public void write(String command, Result result, boolean echo) throws IOException {
                if (result.rows().isEmpty()) {
                    return;
                }
                out.write(first ? "" : "\r\n");
                first = false;
                List<String> columns = Renderer.columns(result.rows());
                line(out, columns);
                for (Row row : result.rows()) {
                    boolean firstCell = true;
                    for (String column : columns) {
                        out.write(firstCell ? "" : ",");
                        firstCell = false;
                        cell(out, text(row.get(column)));
                    }
                    out.write("\r\n");
                }
                out.flush();
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }

    private static void line(Writer out, List<String> cells) throws IOException {
        boolean first = true;
        for (String cell : cells) {
            out.write(first ? "" : ",");
            first = false;
            cell(out, cell);
        }
        out.write("\r\n");
    }

    private static void cell(Writer out, String text) throws IOException {
        boolean quote =
                text.indexOf(',') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
        out.write(quote ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }

    private static String text(@Nullable Object cell) throws IOException {
        return switch (cell) {
            case null -> "";
            case Row row -> json(row);
            case List<?> list -> json(list);
            default -> cell.toString();
        };
    }

    private static String json(Object cell) throws IOException {
        StringWriter text = new StringWriter();
        new JsonWriter(text).cell(cell);
        return text.toString();
    }
}
