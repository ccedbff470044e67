package dev.inquest.shell.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a user typed into commands.
 *
 * <pre>
 * input    := command ((';' | '\n') command)*
 * command  := '#' anything                     a comment
 *           | '!' anything                     for /bin/sh
 *           | '&lt;' file                         commands in a file
 *           | word+ [' &lt;' file] ['|' anything | ' &gt;' file | ' &gt;&gt;' file]
 * word     := (plain | '"' text '"' | "'" text "'" | '(' text ')')+
 * </pre>
 *
 * Words are made for C expressions and for twenty years of habit:
 * <ul>
 *   <li>Double quotes are taken off; {@code \"} is a double quote inside them. Single quotes stay, because they mark a regular
 *       expression ({@code ps 'init.*'}) and C's characters.
 *   <li>Inside parentheses nothing is special, so {@code p (x > 3)} and {@code eval (1 | 2)} are expressions; an opening parenthesis
 *       without its partner is an ordinary character.
 *   <li>{@code >} redirects only behind a blank and when it is no operator of its own: {@code p x->comm}, {@code p a >= b} and
 *       {@code p a>b} write no file, {@code ps > file} does. {@code |} is a pipe wherever it stands, but {@code ||} is an operator.
 * </ul>
 */
public final class LineParser {
    private final UnaryOperator<String> aliases;
    private String text;
    private int at;
    /** Text before this index came from an alias. */
    private int expandedEnd;

    /**
     * Makes a parser that gives one command after the other.
     *
     * @param text what was typed
     * @param aliases gives the text that a command's first word stands for, or the word itself; what it gives is not expanded again
     */
    public LineParser(String text, UnaryOperator<String> aliases) {
        this.text = text;
        this.aliases = aliases;
    }

    /** Cuts text in which no word stands for another. */
    public static List<Line> parse(String text) throws LineException {
        List<Line> lines = new ArrayList<>();
        LineParser parser = new LineParser(text, UnaryOperator.identity());
        for (Line line = parser.next(); line != null; line = parser.next()) {
            lines.add(line);
        }
        return lines;
    }

    /**
     * Returns the next command, or null at the end. Words are expanded when their command's turn comes, so a command can change what
     * the words behind it mean.
     *
     * @throws LineException when a quote is not closed, or a name or command is missing behind {@code < > |}; what follows cannot be
     *     told then
     */
    public @Nullable Line next() throws LineException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (blank(c) || separator(c)) {
                at++;
            } else if (c == '#') {
                at = endOfLine();
            } else {
                return switch (c) {
                    case '!' -> shell();
                    case '<' -> include();
                    default -> run();
                };
            }
        }
        return null;
    }

    private Line shell() {
        int start = at;
        at = endOfLine();
        return new Line.Shell(
                text.substring(start, at).strip(), text.substring(start + 1, at).strip());
    }

    private Line include() throws LineException {
        int start = at++;
        String file = fileName("<");
        Line line = new Line.Include(text.substring(start, at).strip(), file);
        endOfCommand("<");
        return line;
    }

    private Line run() throws LineException {
        int start = at;
        String typed = null;
        List<String> words = new ArrayList<>();
        Line.Sink sink = new Line.Sink.Usual();
        String argumentFile = null;
        while (at < text.length() && !separator(text.charAt(at))) {
            char c = text.charAt(at);
            if (blank(c)) {
                at++;
            } else if (c == '|' && next(1) != '|') {
                at++;
                int from = at;
                at = endOfCommand();
                String command = text.substring(from, at).strip();
                if (command.isEmpty()) {
                    throw new LineException("a command is missing behind |");
                }
                sink = new Line.Sink.Pipe(command);
            } else if (c == '>' && redirects()) {
                boolean append = next(1) == '>';
                at += append ? 2 : 1;
                sink = new Line.Sink.ToFile(fileName(append ? ">>" : ">"), append);
                endOfCommand(">");
            } else if (c == '<' && next(1) != '<' && next(1) != '=') {
                at++;
                argumentFile = fileName("<");
            } else {
                int from = at;
                String word = word();
                String meaning = words.isEmpty() ? aliases.apply(word) : word;
                if (!meaning.equals(word) && from >= expandedEnd) {
                    typed = text.substring(start, endOfCommand()).strip();
                    text = text.substring(0, from) + meaning + text.substring(at);
                    expandedEnd = from + meaning.length();
                    at = from;
                } else {
                    words.add(word);
                }
            }
        }
        if (words.isEmpty()) {
            throw new LineException(
                    "a command is missing before " + text.substring(start, at).strip());
        }
        String whole = typed == null ? text.substring(start, at).strip() : typed;
        return new Line.Run(whole, words, sink, argumentFile);
    }

    /** Returns whether the {@code >} here, at a word's begin, is no operator ({@code >= >>=}). */
    private boolean redirects() {
        return next(1) != '=' && !(next(1) == '>' && next(2) == '=');
    }

    private String fileName(String operator) throws LineException {
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || separator(text.charAt(at))) {
            throw new LineException("a file name is missing behind " + operator);
        }
        String name = word();
        return name.length() > 1 && name.startsWith("'") && name.endsWith("'")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    private void endOfCommand(String operator) throws LineException {
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && !separator(text.charAt(at))) {
            throw new LineException(
                    "only one file name can stand behind " + operator + "; put an expression into parentheses");
        }
    }

    private String word() throws LineException {
        StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                doubleQuoted(word);
            } else if (c == '\'') {
                int end = closing('\'');
                word.append(text, at, end + 1);
                at = end + 1;
            } else if (c == '(' && partner(at) > 0) {
                int end = partner(at);
                word.append(text, at, end + 1);
                at = end + 1;
            } else if (c == '|' && next(1) == '|') {
                word.append("||");
                at += 2;
            } else if (blank(c) || separator(c) || c == '|') {
                break;
            } else {
                word.append(c);
                at++;
            }
        }
        return word.toString();
    }

    private void doubleQuoted(StringBuilder word) throws LineException {
        int end = closing('"');
        for (int i = at + 1; i < end; i++) {
            if (text.charAt(i) == '\\' && text.charAt(i + 1) == '"') {
                i++;
            }
            word.append(text.charAt(i));
        }
        at = end + 1;
    }

    private int closing(char quote) throws LineException {
        int end = quoteEnd(at, quote);
        if (end < 0) {
            throw new LineException("the quote " + quote + " is not closed");
        }
        return end;
    }

    /** Returns where the quote that opens at {@code from} closes, or a negative number. */
    private int quoteEnd(int from, char quote) {
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i;
            }
            if (c == '\\' && quote == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                i++;
            }
        }
        return -1;
    }

    /** Returns where the parenthesis that opens at {@code from} closes on the same line, or a negative number. */
    private int partner(int from) {
        int depth = 0;
        for (int i = from; i < text.length() && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int end = quoteEnd(i, c);
                i = end < 0 ? i : end;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** Returns where the command that goes on here ends: the next separator outside quotes. */
    private int endOfCommand() {
        int i = at;
        while (i < text.length() && !separator(text.charAt(i))) {
            char c = text.charAt(i);
            int end = c == '\'' || c == '"' ? quoteEnd(i, c) : c == '(' ? partner(i) : -1;
            i = end < 0 ? i + 1 : end + 1;
        }
        return i;
    }

    private char next(int distance) {
        return at + distance < text.length() ? text.charAt(at + distance) : '\0';
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private static boolean separator(char c) {
        return c == ';' || c == '\n';
    }
}
