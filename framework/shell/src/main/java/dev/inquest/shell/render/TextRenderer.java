package dev.inquest.shell.render;

import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Results as people read them: each as its view lays it out. Commands that were not typed on a terminal are shown as they
 * would look there, {@code inquest> ps}, with an empty line behind each result.
 */
@Component(service = Renderer.class, property = "inquest.renderer=text")
public final class TextRenderer implements Renderer {

    /** What stands before a command. */
    public static final String PROMPT = "inquest> ";

    @Override
    public String name() {
        return "text";
    }

    @Override
    public boolean showsDiagnostics() {
        return false;
    }

    @Override
    public boolean viewOnly() {
        return true;
    }

    @Override
    public Output begin(@Nullable Row dump, Writer out) {
        return new Output() {
            @Override
            public void write(String command, Result result, boolean echo) throws IOException {
                if (echo) {
                    PlainText.line(PROMPT + command, out);
                }
                PlainText.write(result, out);
                if (echo) {
                    out.write("\n");
                }
                out.flush();
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }
}
