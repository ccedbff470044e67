package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.types.print.NumberFormat;
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

    /** Returns a printer as {@link #of} does, in the format that stands behind a slash where there is one. */
    static ValueText in(String command, Invocation invocation) throws CommandException {
        ValueText plain = of(invocation);
        String format = invocation.arguments().value("/").orElse(null);
        if (format == null) {
            return plain;
        }
        return plain.in(NumberFormat.of(format)
                .orElseThrow(() -> CommandException.usage(command + ": /" + format
                        + " is no format of numbers; there are x, d, u, o, t, z, c, a and s, one at a time")));
    }

    private static int most(Invocation invocation) {
        String chosen = invocation.context().variables().getOrDefault("print_max", "");
        boolean number =
                !chosen.isEmpty() && chosen.length() < 8 && chosen.chars().allMatch(Character::isDigit);
        return number ? Math.max(1, Integer.parseInt(chosen)) : MOST;
    }
}
