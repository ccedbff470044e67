package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.types.print.ValueText;

/** How the user wants values printed: {@code -x}, {@code -d}, {@code set radix}, {@code set print_max}. */
final class Printing {
    private static final int MOST = 256;

    private Printing() {}

    static boolean hexadecimal(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        return arguments.has("x") || !arguments.has("d") && invocation.context().radix() == 16;
    }

    static ValueText of(Invocation invocation) {
        return new ValueText(invocation.kernel(), hexadecimal(invocation), most(invocation));
    }

    private static int most(Invocation invocation) {
        String chosen = invocation.context().variables().getOrDefault("print_max", "");
        boolean number =
                !chosen.isEmpty() && chosen.length() < 8 && chosen.chars().allMatch(Character::isDigit);
        return number ? Math.max(1, Integer.parseInt(chosen)) : MOST;
    }
}
