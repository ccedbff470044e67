package dev.inquest.shell.render;

import dev.inquest.api.result.Result;
import dev.inquest.api.result.TextOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Text that is fit for a terminal. A dump can hold anything, escape sequences that drive a terminal too: control characters
 * other than tabulator and line feed become dots.
 */
final class PlainText implements TextOut {
    private final Writer out;

    private PlainText(Writer out) {
        this.out = out;
    }

    /** Writes a result as its view lays it out. */
    static void write(Result result, Writer out) throws IOException {
        try {
            result.view().write(result, new PlainText(out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes one line. */
    static void line(String text, Writer out) throws IOException {
        try {
            new PlainText(out).line(text);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public TextOut print(String text) {
        try {
            int clean = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0) {
                    out.write(text, clean, i - clean);
                    out.write('.');
                    clean = i + 1;
                }
            }
            out.write(text, clean, text.length() - clean);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
