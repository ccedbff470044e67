package dev.inquest.shell.render;

import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * One JSON object a line, so that a reader needs to keep no more than a row.
 *
 * <pre>
 * output := head (line* end)*
 * head   := '{"schema":"inquest/1","dump":' (row | 'null') '}'
 * line   := '{"command":' text ',"schema":' text ',"row":' row '}'
 * end    := '{"command":' text ',"schema":' text ',"status":' text ',"rows":' count ',"diagnostics":[…]}'
 * </pre>
 *
 * Cells are those of {@link JsonRenderer}.
 */
@Component(service = Renderer.class, property = "inquest.renderer=ndjson")
public final class NdjsonRenderer implements Renderer {

    @Override
    public String name() {
        return "ndjson";
    }

    @Override
    public Output begin(@Nullable Row dump, Writer out) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.raw("{")
                .member("schema", JsonRenderer.SCHEMA)
                .raw(",")
                .member("dump", dump)
                .raw("}\n");
        return new Output() {
            @Override
            public void write(String command, Result result, boolean echo) throws IOException {
                for (Row row : result.rows()) {
                    begin(command, result).member("row", row).raw("}\n");
                }
                begin(command, result)
                        .member("status", JsonRenderer.status(result))
                        .raw(",")
                        .member("rows", result.rows().size())
                        .raw(",\"diagnostics\":")
                        .diagnostics(result.diagnostics())
                        .raw("}\n");
                out.flush();
            }

            private JsonWriter begin(String command, Result result) throws IOException {
                return json.raw("{")
                        .member("command", command)
                        .raw(",")
                        .member("schema", result.schema())
                        .raw(",");
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }
}
