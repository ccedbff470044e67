package dev.inquest.shell;

import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

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
     * @param echo whether commands are shown before their results
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
