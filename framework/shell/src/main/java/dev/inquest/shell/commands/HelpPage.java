package dev.inquest.shell.commands;

import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.ArrayList;
import java.util.List;

/** The pages of {@code help}, with crash's headings. */
final class HelpPage {
    private static final int WIDTH = 78;

    private HelpPage() {}

    /** Returns a declaration as a row. */
    static Row row(CommandSpec spec) {
        List<Row> options = new ArrayList<>();
        for (CommandSpec.Option option : spec.options()) {
            options.add(new Row()
                    .put("option", spelling(option))
                    .put("argument", option.name().equals("/") ? null : option.argument())
                    .put("description", option.description()));
        }
        List<Row> examples = new ArrayList<>();
        for (CommandSpec.Example example : spec.examples()) {
            examples.add(new Row()
                    .put("purpose", example.purpose())
                    .put("line", example.line())
                    .put("output", example.output()));
        }
        return new Row()
                .put("command", spec.name())
                .put("aliases", spec.aliases())
                .put("summary", spec.summary())
                .put("synopsis", synopsis(spec))
                .put("needs_dump", spec.needsDump())
                .put("description", spec.description())
                .put("options", options)
                .put("examples", examples);
    }

    /** Returns an option as it is typed; gdb's format stands right behind the command's name. */
    private static String spelling(CommandSpec.Option option) {
        return option.name().equals("/")
                ? "/" + option.argument()
                : (option.name().length() > 1 ? "--" : "-") + option.name();
    }

    /** Returns {@code name[/format] [-abc] [-d argument] operands}. */
    private static String synopsis(CommandSpec spec) {
        StringBuilder flags = new StringBuilder();
        StringBuilder rest = new StringBuilder();
        String slash = "";
        for (CommandSpec.Option option : spec.options()) {
            if (option.name().equals("/")) {
                slash = "[/" + option.argument() + "]";
            } else if (option.name().length() > 1) {
                rest.append(" [--").append(option.name());
                rest.append(option.argument() == null ? "" : " " + option.argument())
                        .append(']');
            } else if (option.argument() == null) {
                flags.append(option.name());
            } else {
                rest.append(" [-").append(option.name()).append(' ').append(option.argument());
                rest.append(']');
            }
        }
        String operands = spec.operands().isEmpty() ? "" : " " + spec.operands();
        return spec.name() + slash + (flags.isEmpty() ? "" : " [-" + flags + "]") + rest + operands;
    }

    /** Writes a line for each command. */
    static void list(Result result, TextOut out) {
        int width = 0;
        for (Row row : result.rows()) {
            width = Math.max(width, row.text("command").length());
        }
        for (Row row : result.rows()) {
            String name = row.text("command");
            out.line(name + " ".repeat(width - name.length() + 2) + row.text("summary"));
        }
        out.line().line("'help CMD' tells about one command.");
    }

    /** Writes a page for each command. */
    static void pages(Result result, TextOut out) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            page(row, out);
        }
    }

    private static void page(Row row, TextOut out) {
        out.line("NAME").line("  " + row.text("command") + " - " + row.text("summary"));
        if (row.get("aliases") instanceof List<?> aliases && !aliases.isEmpty()) {
            out.line("  also called: " + joined(aliases));
        }
        out.line().line("SYNOPSIS");
        wrap(row.text("synopsis"), "  ", "      ", out);
        if (row.get("description") instanceof List<?> paragraphs && !paragraphs.isEmpty()) {
            out.line().line("DESCRIPTION");
            boolean first = true;
            for (Object paragraph : paragraphs) {
                if (!first) {
                    out.line();
                }
                first = false;
                wrap(String.valueOf(paragraph), "  ", "  ", out);
            }
        }
        options(row.rows("options"), out);
        examples(row.rows("examples"), out);
    }

    private static void options(List<Row> options, TextOut out) {
        if (options.isEmpty()) {
            return;
        }
        out.line().line("OPTIONS");
        int width = 0;
        for (Row option : options) {
            width = Math.max(width, Math.min(18, name(option).length()));
        }
        String indent = " ".repeat(width + 4);
        for (Row option : options) {
            String name = name(option);
            if (name.length() > width) {
                out.line("  " + name);
                wrap(option.text("description"), indent, indent, out);
            } else {
                wrap(option.text("description"), "  " + name + " ".repeat(width - name.length() + 2), indent, out);
            }
        }
    }

    private static String name(Row option) {
        return option.text("option") + (option.get("argument") == null ? "" : " " + option.text("argument"));
    }

    private static void examples(List<Row> examples, TextOut out) {
        if (examples.isEmpty()) {
            return;
        }
        out.line().line("EXAMPLES");
        boolean first = true;
        for (Row example : examples) {
            if (!first) {
                out.line();
            }
            first = false;
            wrap(sentence(example.text("purpose")), "  ", "  ", out);
            out.line().line("    inquest> " + example.text("line"));
            example.text("output").lines().forEach(line -> out.line("    " + line));
        }
    }

    /** Returns a phrase with a capital letter at its begin and a colon at its end. */
    static String sentence(String phrase) {
        if (phrase.isEmpty()) {
            return phrase;
        }
        String body = phrase.endsWith(".") || phrase.endsWith(":") ? phrase.substring(0, phrase.length() - 1) : phrase;
        return Character.toUpperCase(body.charAt(0)) + body.substring(1) + ":";
    }

    static String joined(List<?> words) {
        StringBuilder text = new StringBuilder();
        for (Object word : words) {
            text.append(text.isEmpty() ? "" : ", ").append(word);
        }
        return text.toString();
    }

    /** Writes text in lines of at most {@value #WIDTH} characters, broken at blanks; line ends in it stay. */
    private static void wrap(String text, String first, String indent, TextOut out) {
        StringBuilder line = new StringBuilder(first);
        int words = 0;
        for (String part : text.split("\n", -1)) {
            for (String word : part.split(" ", -1)) {
                if (words > 0 && line.length() + 1 + word.length() > WIDTH) {
                    out.line(line.toString().stripTrailing());
                    line = new StringBuilder(indent);
                    words = 0;
                }
                line.append(words++ > 0 ? " " : "").append(word);
            }
            out.line(line.toString().stripTrailing());
            line = new StringBuilder(indent);
            words = 0;
        }
    }
}
