package dev.inquest.shell;

import dev.inquest.api.result.Diagnostic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** One-line messages for people, on standard error. */
final class Messages {
    private final OutputStream err;
    private final boolean color;
    private final boolean silent;
    private final boolean debug;

    /**
     * Makes the messages' writer.
     *
     * @param err standard error
     * @param color whether to mark severities with colour
     * @param silent whether to leave notes out
     * @param debug whether to print stack traces
     */
    Messages(OutputStream err, boolean color, boolean silent, boolean debug) {
        this.err = err;
        this.color = color;
        this.silent = silent;
        this.debug = debug;
    }

    /** Says what went wrong: {@code who: message}. */
    void error(String who, String message) {
        say(who, "\033[31m", "", message);
    }

    /** Says what is doubtful: {@code who: warning: message}. */
    void warning(String who, String message) {
        say(who, "\033[33m", "warning: ", message);
    }

    /** Says what a result has to say. */
    void diagnostic(String who, Diagnostic diagnostic) {
        switch (diagnostic.severity()) {
            case ERROR -> error(who, diagnostic.message());
            case WARNING -> warning(who, diagnostic.message());
            case INFO -> {
                if (!silent) {
                    say(who, "", "note: ", diagnostic.message());
                }
            }
        }
    }

    /** Prints a stack trace if those were asked for. */
    void trace(Throwable problem) {
        if (debug) {
            StringWriter text = new StringWriter();
            problem.printStackTrace(new PrintWriter(text));
            write(text.toString());
        }
    }

    private void say(String who, String start, String kind, String message) {
        String prefix = who + ": ";
        String rest = clean(message.startsWith(prefix) ? message.substring(prefix.length()) : message);
        write(
                color && !start.isEmpty()
                        ? start + prefix + kind + "\033[0m" + rest + "\n"
                        : prefix + kind + rest + "\n");
    }

    /** Messages can quote what is in a dump: control characters become dots, so that they drive no terminal. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            clean.append(c < ' ' || c >= 0x7f && c < 0xa0 ? c == '\n' ? ' ' : '.' : c);
        }
        return clean.toString();
    }

    private void write(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // There is no other place to say so.
        }
    }
}
