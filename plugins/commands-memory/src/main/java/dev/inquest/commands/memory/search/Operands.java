package dev.inquest.commands.memory.search;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants to find.
 *
 * @param needles how it is found
 * @param labels what each was called when it was not typed as a number, or null
 * @param size bytes of a number; 1 for strings
 */
record Operands(Needles needles, List<@Nullable String> labels, int size) {
    private static final int LONGEST_TEXT = 1024;

    static Operands of(Invocation invocation, Expressions expressions) throws CommandException {
        Arguments arguments = invocation.arguments();
        List<String> words = arguments.operands();
        if (words.isEmpty()) {
            throw CommandException.usage("search: give a number, a symbol, an (expression), or with -c a string");
        }
        if (arguments.has("w") && arguments.has("h")
                || arguments.has("c") && (arguments.has("w") || arguments.has("h"))) {
            throw CommandException.usage("search: -c, -w and -h exclude one another");
        }
        if (arguments.has("c") && (arguments.has("x") || arguments.has("m"))) {
            throw CommandException.usage("search: -x and -m are for numbers, not for the strings of -c");
        }
        return arguments.has("c") ? texts(words) : numbers(invocation, expressions, words);
    }

    private static Operands texts(List<String> words) throws CommandException {
        List<byte[]> texts = new ArrayList<>();
        for (String word : words) {
            byte[] text = word.getBytes(StandardCharsets.UTF_8);
            if (text.length == 0 || text.length > LONGEST_TEXT) {
                throw CommandException.usage("search: a string must have 1 to " + LONGEST_TEXT + " bytes");
            }
            texts.add(text);
        }
        return new Operands(new Texts(texts), new ArrayList<>(words), 1);
    }

    private static Operands numbers(Invocation invocation, Expressions expressions, List<String> words)
            throws CommandException {
        Arguments arguments = invocation.arguments();
        int size = arguments.has("w")
                ? 4
                : arguments.has("h") ? 2 : invocation.kernel().memory().pointerSize();
        long mask = arguments.has("m") ? hexadecimal(arguments.value("m").orElseThrow()) : 0;
        long[] values = new long[words.size()];
        List<@Nullable String> labels = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String word = words.get(i);
            values[i] = value(invocation, expressions, word);
            if (size < 8 && values[i] >>> size * 8 != 0) {
                throw CommandException.usage("search: " + word + " has more than " + size * 8 + " bits");
            }
            labels.add(isHexadecimal(word) ? null : word);
        }
        return new Operands(new Numbers(size, invocation.kernel().memory().order(), values, mask), labels, size);
    }

    /** Returns the number that a word means: hexadecimal digits, an expression in parentheses, or a symbol. */
    static long value(Invocation invocation, Expressions expressions, String word) throws CommandException {
        if (isHexadecimal(word)) {
            return hexadecimal(word);
        }
        Kernel kernel = invocation.kernel();
        Symbol symbol = kernel.symbol(word);
        if (symbol != null) {
            return symbol.address();
        }
        // Within parentheses a function or variable stands for its address, as in crash: (do_exit+32).
        String inside = word.startsWith("(") && word.endsWith(")") ? word.substring(1, word.length() - 1) : word;
        int sign = Math.max(inside.indexOf('+'), inside.indexOf('-'));
        Symbol base = sign > 0 ? kernel.symbol(inside.substring(0, sign).strip()) : kernel.symbol(inside.strip());
        try {
            if (base != null) {
                long offset =
                        sign < 0 ? 0 : Long.decode(inside.substring(sign + 1).strip());
                return sign > 0 && inside.charAt(sign) == '-' ? base.address() - offset : base.address() + offset;
            }
        } catch (NumberFormatException e) {
            // An expression, then.
        }
        try {
            return expressions.evaluate(kernel, invocation.context(), word).asLong();
        } catch (ExpressionException e) {
            throw CommandException.failed("search: " + word
                    + " is neither a hexadecimal number nor a symbol, and as an expression: " + e.getMessage());
        } catch (FaultException | MissingTypeException e) {
            throw CommandException.failed("search: " + word + ": " + e.getMessage());
        }
    }

    private static boolean isHexadecimal(String word) {
        String digits = word.startsWith("0x") ? word.substring(2) : word;
        return !digits.isEmpty() && digits.length() <= 16 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static long hexadecimal(String word) throws CommandException {
        if (!isHexadecimal(word)) {
            throw CommandException.usage("search: " + word + " is no hexadecimal number of at most 64 bits");
        }
        return Long.parseUnsignedLong(word.startsWith("0x") ? word.substring(2) : word, 16);
    }

    /** Reads an option's count: decimal, or hexadecimal with 0x. */
    static long count(String option, Arguments arguments) throws CommandException {
        String text = arguments.value(option).orElseThrow();
        try {
            long count = Long.decode(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw CommandException.usage("search: -" + option + " takes a number greater than 0, not " + text);
    }
}
