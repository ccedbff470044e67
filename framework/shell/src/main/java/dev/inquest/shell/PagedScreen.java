package dev.inquest.shell;

import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** A terminal. What is longer than it goes through the user's pager, {@code $PAGER} or {@code less}. */
final class PagedScreen implements Screen {
    private static final int NOT_FOUND = 127;

    private final Renderer renderer;
    private final Console console;
    private final BooleanSupplier scroll;
    private final IntSupplier rows;
    private final IntSupplier columns;

    /**
     * Makes a screen.
     *
     * @param renderer lays results out
     * @param console the process's streams
     * @param scroll tells whether the user wants long output to stop after each page
     * @param rows tells the terminal's height
     * @param columns tells the terminal's width
     */
    PagedScreen(Renderer renderer, Console console, BooleanSupplier scroll, IntSupplier rows, IntSupplier columns) {
        this.renderer = renderer;
        this.console = console;
        this.scroll = scroll;
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public void show(String command, Result result) throws IOException {
        StringWriter text = new StringWriter();
        try (Renderer.Output output = renderer.begin(null, text)) {
            output.write(command, result, false);
        }
        StringBuffer shown = text.getBuffer();
        if (shown.isEmpty()) {
            return;
        }
        if (!scroll.getAsBoolean()
                || !longerThan(shown, rows.getAsInt() - 2, columns.getAsInt())
                || !page(text.toString())) {
            print(text.toString());
        }
        print("\n");
    }

    /** Returns whether text takes more than some lines of a terminal. */
    static boolean longerThan(CharSequence text, int lines, int columns) {
        int width = Math.max(1, columns);
        int used = 0;
        int column = 0;
        for (int i = 0; i < text.length() && used <= lines; i++) {
            if (text.charAt(i) == '\n') {
                used++;
                column = 0;
            } else if (column++ == width) {
                used++;
                column = 1;
            }
        }
        return used > lines;
    }

    /** Runs the pager; returns false when there is none. */
    private boolean page(String text) throws IOException {
        String pager = console.variable("PAGER");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", pager == null ? "less" : pager)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(pager == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        // Quit when it fits one screen, show raw colours, leave the screen as it is: as git sets it.
        builder.environment().putIfAbsent("LESS", "FRX");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return false;
        }
        try (OutputStream to = process.getOutputStream()) {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The user has seen enough.
        }
        try {
            return process.waitFor() != NOT_FOUND;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void print(String text) throws IOException {
        console.out().write(text.getBytes(StandardCharsets.UTF_8));
        console.out().flush();
    }

    @Override
    public Child start(ProcessBuilder builder) throws IOException {
        return new Child(
                builder.redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                null);
    }
}
