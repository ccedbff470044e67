package dev.inquest.shell.render;

import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * All results as one JSON object, on one line for each result.
 *
 * <pre>
 * output := '{"schema":"inquest/1","dump":' (row | 'null') ',"results":[' result* ']}'
 * result := '{"command":' text ',"schema":' text ',"status":' ('"ok"' | '"partial"' | '"failed"')
 *           ',"rows":[' row* '],"diagnostics":[' ('{"severity":' ('"info"' | '"warning"' | '"error"') ',"message":' text '}')* ']}'
 * cell   := text | number | true | false | null | '"0x…"' | '{"unavailable":' kind ',"reason":' text '}' | row | list
 * </pre>
 */
@Component(service = Renderer.class, property = "inquest.renderer=json")
public final class JsonRenderer implements Renderer {
    /** The name and version of the object that holds all. */
    static final String SCHEMA = "inquest/1";

    @Override
    public String name() {
        return "json";
    }

    @Override
    public Output begin(@Nullable Row dump, Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.raw("{").member("schema", SCHEMA).raw(",").member("dump", dump).raw(",\"results\":[");
        return new Output() {
            private boolean first = true;

            @Override
            public void write(String command, Result result, boolean echo) throws IOException {
                json.raw(first ? "\n" : ",\n");
                first = false;
                json.raw("{")
                        .member("command", command)
                        .raw(",")
                        .member("schema", result.schema())
                        .raw(",")
                        .member("status", status(result))
                        .raw(",\"rows\":[");
                boolean firstRow = true;
                for (Row row : result.rows()) {
                    json.raw(firstRow ? "" : ",").cell(row);
                    firstRow = false;
                }
                json.raw("],\"diagnostics\":").diagnostics(result.diagnostics()).raw("}");
                out.flush();
            }

            @Override
            public void close() throws IOException {
                json.raw("]}\n");
                out.flush();
            }
        };
    }

    static String status(Result result) {
        return result.status().name().toLowerCase(Locale.ROOT);
    }
}
