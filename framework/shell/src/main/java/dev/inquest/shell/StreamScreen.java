package dev.inquest.shell;

import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.shell.render.TextRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A stream that takes all results, one renderer's output from the first to the last. */
final class StreamScreen implements Screen {
    private final Renderer.Output output;
    private final OutputStream stream;
    private final boolean inherit;
    private final boolean echo;

    /**
     * Makes a screen.
     *
     * @param output writes results to {@code stream}
     * @param stream the stream itself, for the output of child processes
     * @param inherit whether the stream is the process's own standard output, so that children can write to it themselves
     * @param echo whether commands are shown before their results; for text only
     */
    StreamScreen(Renderer.Output output, OutputStream stream, boolean inherit, boolean echo) {
        this.output = output;
        this.stream = stream;
        this.inherit = inherit;
        this.echo = echo;
    }

    @Override
    public void show(String command, Result result) throws IOException {
        output.write(command, result, echo);
    }

    @Override
    public void announce(String command) throws IOException {
        if (echo) {
            stream.write((TextRenderer.PROMPT + command + "\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }
    }

    @Override
    public void conclude() throws IOException {
        if (echo) {
            stream.write('\n');
            stream.flush();
        }
    }

    @Override
    public Child start(ProcessBuilder builder) throws IOException {
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        if (inherit) {
            return new Child(
                    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).start(), null);
        }
        Process process = builder.start();
        Thread copier = Thread.ofVirtual().start(() -> {
            try (InputStream from = process.getInputStream()) {
                from.transferTo(stream);
                stream.flush();
            } catch (IOException e) {
                process.destroy();
            }
        });
        return new Child(process, copier);
    }
}
