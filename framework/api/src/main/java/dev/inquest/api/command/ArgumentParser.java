package dev.inquest.api.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses command words as {@link Arguments} describes. */
final class ArgumentParser {
    private ArgumentParser() {}

    static Arguments parse(CommandSpec spec, List<String> words, boolean leading) throws CommandException {
        List<Arguments.Given> options = new ArrayList<>();
        List<String> operands = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at++);
            if (word.equals("--")) {
                operands.addAll(words.subList(at, words.size()));
                break;
            }
            if (word.length() < 2 || word.charAt(0) != '-' || isNumber(spec, word)) {
                operands.add(word);
                if (leading) {
                    operands.addAll(words.subList(at, words.size()));
                    break;
                }
            } else if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                CommandSpec.Option option = option(spec, word.substring(2, equals < 0 ? word.length() : equals), word);
                if (option.argument() == null) {
                    options.add(new Arguments.Given(option.name(), ""));
                } else if (equals >= 0) {
                    options.add(new Arguments.Given(option.name(), word.substring(equals + 1)));
                } else {
                    options.add(new Arguments.Given(option.name(), argument(spec, option, words, at++)));
                }
            } else if (word.length() > 2 && isFlag(spec, word.substring(1))) {
                options.add(new Arguments.Given(word.substring(1), ""));
            } else {
                at = cluster(spec, words, at, word, options);
            }
        }
        return new Arguments(options, operands);
    }

    private static int cluster(CommandSpec spec, List<String> words, int at, String word, List<Arguments.Given> options)
            throws CommandException {
        for (int i = 1; i < word.length(); i++) {
            CommandSpec.Option option = option(spec, word.substring(i, i + 1), word);
            if (option.argument() == null) {
                options.add(new Arguments.Given(option.name(), ""));
            } else if (i + 1 < word.length()) {
                options.add(new Arguments.Given(option.name(), word.substring(i + 1)));
                break;
            } else {
                options.add(new Arguments.Given(option.name(), argument(spec, option, words, at++)));
            }
        }
        return at;
    }

    private static CommandSpec.Option option(CommandSpec spec, String name, String word) throws CommandException {
        CommandSpec.@Nullable Option option = find(spec, name);
        if (option == null) {
            throw CommandException.usage(spec.name() + ": unknown option " + word + "; try 'help " + spec.name() + "'");
        }
        return option;
    }

    private static CommandSpec.@Nullable Option find(CommandSpec spec, String name) {
        for (CommandSpec.Option option : spec.options()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private static String argument(CommandSpec spec, CommandSpec.Option option, List<String> words, int at)
            throws CommandException {
        if (at >= words.size()) {
            throw CommandException.usage(
                    spec.name() + ": option " + (option.name().length() > 1 ? "--" : "-") + option.name()
                            + " needs an argument: " + option.argument());
        }
        return words.get(at);
    }

    // crash has a few flags of more than one character with a single dash: rd -16.
    private static boolean isFlag(CommandSpec spec, String name) {
        CommandSpec.@Nullable Option option = find(spec, name);
        return option != null && option.argument() == null;
    }

    private static boolean isNumber(CommandSpec spec, String word) {
        return Character.isDigit(word.charAt(1))
                && find(spec, word.substring(1, 2)) == null
                && find(spec, word.substring(1)) == null;
    }
}
