package dev.inquest.commands.expression;

import dev.inquest.api.kernel.Kernel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code eval}'s words as crash does, and spells them as C has them.
 *
 * <pre>
 * word := digits | "0x" hexadecimal digits | hexadecimal digits with a letter, when no symbol has that name;
 *         all with an optional "k", "m" or "g" that counts in units of 2^10, 2^20 or 2^30
 * </pre>
 *
 * Numbers are 64-bit ones, so that {@code 1 << 32} is not lost in an {@code int}.
 */
final class EvalWords {
    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z0-9_$.'\"])[A-Za-z0-9_]+(?![A-Za-z0-9_.'\"])");
    private static final Pattern NUMBER = Pattern.compile("(0[xX][0-9a-fA-F]+|[0-9]+)([kKmMgG]?)");
    private static final Pattern HEXADECIMAL = Pattern.compile("([0-9a-fA-F]{1,16})([kKmMgG]?)");

    private EvalWords() {}

    static String translate(Kernel kernel, String text) {
        Matcher words = WORD.matcher(text);
        StringBuilder translated = new StringBuilder();
        while (words.find()) {
            words.appendReplacement(translated, Matcher.quoteReplacement(word(kernel, words.group())));
        }
        return words.appendTail(translated).toString();
    }

    private static String word(Kernel kernel, String word) {
        Matcher number = NUMBER.matcher(word);
        if (number.matches()) {
            // Unlike in C, a leading 0 makes no octal number of it.
            String digits = number.group(1).replaceFirst("^0+(?=[0-9])", "");
            return scaled(digits, number.group(2));
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(word);
        if (hexadecimal.matches() && kernel.symbol(word) == null) {
            return scaled("0x" + hexadecimal.group(1), hexadecimal.group(2));
        }
        return word;
    }

    private static String scaled(String digits, String unit) {
        int shift = unit.isEmpty() ? 0 : ("kmg".indexOf(Character.toLowerCase(unit.charAt(0))) + 1) * 10;
        return shift == 0 ? digits + "L" : "(" + digits + "L * " + (1L << shift) + ")";
    }
}
