package dev.inquest.shell.commands;

import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.List;

/** The pages of {@code help} as one Markdown document, from which the reference in the documentation is made. */
final class HelpMarkdown {
    private HelpMarkdown() {}

    /** Writes a table of the commands, then a section for each. */
    static void write(Result result, TextOut out) {
        out.line("# Commands").line();
        out.line("<!-- Made by `inquest help --markdown`; edit the commands' declarations instead. -->")
                .line();
        out.line("| command | what it does |").line("|---|---|");
        for (Row row : result.rows()) {
            String name = row.text("command");
            out.line("| [" + name + "](#" + name + ") | " + cell(row.text("summary")) + " |");
        }
        for (Row row : result.rows()) {
            section(row, out);
        }
    }

    private static void section(Row row, TextOut out) {
        out.line().line("## " + row.text("command")).line();
        String summary = HelpPage.sentence(row.text("summary"));
        out.line(text(summary.substring(0, Math.max(0, summary.length() - 1))) + ".")
                .line();
        fence(List.of(row.text("synopsis")), out);
        if (row.get("aliases") instanceof List<?> aliases && !aliases.isEmpty()) {
            out.line().line("Also called: " + HelpPage.joined(aliases) + ".");
        }
        if (!row.is("needs_dump")) {
            out.line().line("Works without a dump.");
        }
        if (row.get("description") instanceof List<?> paragraphs) {
            for (Object paragraph : paragraphs) {
                out.line().line(text(String.valueOf(paragraph)));
            }
        }
        if (!row.rows("options").isEmpty()) {
            out.line().line("| option | |").line("|---|---|");
            for (Row option : row.rows("options")) {
                String argument = option.get("argument") == null ? "" : " " + option.text("argument");
                out.line("| `" + cell(option.text("option") + argument) + "` | " + cell(option.text("description"))
                        + " |");
            }
        }
        for (Row example : row.rows("examples")) {
            out.line().line(text(HelpPage.sentence(example.text("purpose")))).line();
            List<String> lines = new java.util.ArrayList<>();
            lines.add("inquest> " + example.text("line"));
            example.text("output").lines().forEach(lines::add);
            fence(lines, out);
        }
    }

    private static void fence(List<String> lines, TextOut out) {
        out.line("```text");
        lines.forEach(out::line);
        out.line("```");
    }

    private static String text(String paragraph) {
        return paragraph.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
    }
}
