package dev.inquest.api.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command is called, takes and does. Parsing, help and completion come from this.
 *
 * @param name the word that users type
 * @param aliases other words for it
 * @param summary what it does, in a few words
 * @param options its options
 * @param operands its operands as the synopsis shows them, for instance {@code "[pid | task | 'regex'] ..."}; empty for none
 * @param description paragraphs for the help page
 * @param examples worked examples for the help page
 * @param needsDump whether it needs an open dump
 */
public record CommandSpec(
        String name,
        List<String> aliases,
        String summary,
        List<Option> options,
        String operands,
        List<String> description,
        List<Example> examples,
        boolean needsDump) {

    /**
     * An option.
     *
     * @param name {@code "l"} for {@code -l}; a name of more than one character is a long option with two dashes
     * @param argument what its argument is called in the help, or null when it takes none
     * @param description what it does, in one sentence
     */
    public record Option(String name, @Nullable String argument, String description) {}

    /**
     * A worked example.
     *
     * @param purpose what it is good for
     * @param line the line to type
     * @param output what comes out, shortened; may be empty
     */
    public record Example(String purpose, String line, String output) {}

    /** Begins a declaration. */
    public static Builder of(String name, String summary) {
        return new Builder(name, summary);
    }

    /** Collects a declaration. */
    public static final class Builder {
        private final String name;
        private final String summary;
        private final List<String> aliases = new ArrayList<>();
        private final List<Option> options = new ArrayList<>();
        private final List<String> description = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private String operands = "";
        private boolean needsDump = true;

        private Builder(String name, String summary) {
            this.name = name;
            this.summary = summary;
        }

        /** Adds another word for the command. */
        public Builder alias(String alias) {
            aliases.add(alias);
            return this;
        }

        /** Adds an option without an argument. */
        public Builder flag(String name, String description) {
            options.add(new Option(name, null, description));
            return this;
        }

        /** Adds an option with an argument. */
        public Builder option(String name, String argument, String description) {
            options.add(new Option(name, argument, description));
            return this;
        }

        /** Says what operands there are, as the synopsis shows them. */
        public Builder operands(String operands) {
            this.operands = operands;
            return this;
        }

        /** Adds a paragraph to the help page. */
        public Builder describe(String paragraph) {
            description.add(paragraph);
            return this;
        }

        /** Adds a worked example to the help page. */
        public Builder example(String purpose, String line, String output) {
            examples.add(new Example(purpose, line, output));
            return this;
        }

        /** Says that the command works without a dump. */
        public Builder withoutDump() {
            needsDump = false;
            return this;
        }

        /** Ends the declaration. */
        public CommandSpec build() {
            return new CommandSpec(
                    name,
                    List.copyOf(aliases),
                    summary,
                    List.copyOf(options),
                    operands,
                    List.copyOf(description),
                    List.copyOf(examples),
                    needsDump);
        }
    }
}
