package dev.inquest.api.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command's options and operands, parsed as getopt does: {@code -ls} is {@code -l -s}; an option's argument follows it in the
 * same word or the next one; a flag of several characters may have one dash ({@code -16}); options and operands may be mixed, unless the command reads the rest as its own ({@code foreach});
 * {@code --} ends the options. A word such as {@code -5} that is no option but a number is an operand.
 */
public final class Arguments {

    /**
     * One option as given.
     *
     * @param name its name without dashes
     * @param value its argument; empty when it takes none
     */
    public record Given(String name, String value) {}

    private final List<Given> options;
    private final List<String> operands;

    /** Makes arguments from parsed parts. */
    public Arguments(List<Given> options, List<String> operands) {
        this.options = List.copyOf(options);
        this.operands = List.copyOf(operands);
    }

    /**
     * Parses words by a command's declaration.
     *
     * @param spec the declaration
     * @param words the words behind the command's name
     * @throws CommandException for an unknown option or a missing argument
     */
    public static Arguments parse(CommandSpec spec, List<String> words) throws CommandException {
        return ArgumentParser.parse(spec, words, false);
    }

    /** Parses as {@link #parse} does, but the first operand ends the options: all that follows is an operand. */
    public static Arguments parseLeading(CommandSpec spec, List<String> words) throws CommandException {
        return ArgumentParser.parse(spec, words, true);
    }

    /** Returns whether an option was given. */
    public boolean has(String name) {
        return count(name) > 0;
    }

    /** Returns how often an option was given. */
    public int count(String name) {
        return (int) options.stream().filter(given -> given.name().equals(name)).count();
    }

    /** Returns the argument of an option, the last one when it was given more than once. */
    public Optional<String> value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** Returns the arguments of all occurrences of an option. */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (Given given : options) {
            if (given.name().equals(name)) {
                values.add(given.value());
            }
        }
        return values;
    }

    /** Returns the operands. */
    public List<String> operands() {
        return operands;
    }

    /** Returns all options in the order given. */
    public List<Given> options() {
        return options;
    }
}
