package dev.inquest.commands.kdump.lint;

import java.util.ArrayList;
import java.util.List;

/**
 * A file of assignments that a shell reads.
 *
 * <pre>
 * file       := line*
 * line       := blank* [name '=' value] [blank+ '#' comment]
 * value      := (quoted | bare)*           // up to the first blank outside quotes
 * </pre>
 */
final class ShellFile {
    private ShellFile() {}

    /**
     * An assignment.
     *
     * @param line line number from 1
     * @param name the variable
     * @param value its value without quotes; variables in it stay as they are written
     */
    record Assignment(int line, String name, String value) {}

    /** Reads assignments; what is none, or is broken, is found. */
    static List<Assignment> read(List<String> lines, Findings findings) {
        List<Assignment> assignments = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("export ")) {
                line = line.substring(7).strip();
            }
            int number = i + 1;
            int equals = line.indexOf('=');
            if (equals <= 0 || !line.substring(0, equals).strip().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                findings.error(
                        number,
                        "'" + shorten(line) + "' is no assignment NAME=VALUE",
                        "begin the line with # if it is a remark");
                continue;
            }
            String name = line.substring(0, equals);
            String rest = line.substring(equals + 1);
            if (name.endsWith(" ") || rest.startsWith(" ")) {
                findings.error(
                        number,
                        "there are blanks around '=': the shell takes " + name.strip() + " for a command",
                        name.strip() + "=" + rest.strip());
            }
            assignments.add(new Assignment(number, name.strip(), value(number, rest.strip(), findings)));
        }
        return assignments;
    }

    private static String value(int number, String text, Findings findings) {
        StringBuilder value = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    value.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ' ' || c == '\t') {
                String rest = text.substring(i).strip();
                if (!rest.startsWith("#") && !rest.isEmpty()) {
                    findings.error(
                            number,
                            "the value ends at the first blank: the shell would run '" + shorten(rest)
                                    + "' as a command",
                            "put the value in double quotes");
                    value.append(' ').append(rest);
                }
                break;
            } else {
                value.append(c);
            }
        }
        if (quote != 0) {
            findings.error(number, "a quotation mark " + quote + " is not closed", "close it at the end of the line");
        }
        return value.toString();
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
}
