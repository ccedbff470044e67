package dev.inquest.launcher;

import java.util.ArrayList;
import java.util.List;

/** Reads manifest headers, OSGi Core 8 section 1.3.2: clauses separated by commas, parameters by semicolons, values in quotes. */
final class Headers {
    private Headers() {}

    /** Splits at a separator outside quotes; the parts are trimmed. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i).trim());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).trim());
        return parts;
    }

    /** Returns what comes before the first parameter. */
    static String firstName(String clause) {
        int semicolon = clause.indexOf(';');
        return (semicolon < 0 ? clause : clause.substring(0, semicolon)).trim();
    }

    /** Returns the names of all clauses, without parameters. */
    static List<String> names(String header) {
        List<String> names = new ArrayList<>();
        for (String clause : split(header, ',')) {
            for (String part : split(clause, ';')) {
                if (part.indexOf('=') < 0 && !part.isEmpty()) {
                    names.add(part);
                }
            }
        }
        return names;
    }
}
