package dev.inquest.commands.tasks;

import dev.inquest.api.command.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Scheduling policies (include/uapi/linux/sched.h). */
final class Policies {
    private static final List<String> NAMES =
            List.of("NORMAL", "FIFO", "RR", "BATCH", "ISO", "IDLE", "DEADLINE", "EXT");

    private Policies() {}

    static List<Integer> parse(String text) throws CommandException {
        List<Integer> policies = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            int number = NAMES.indexOf(word.toUpperCase(Locale.ROOT));
            if (number < 0 && word.length() == 1 && Character.isDigit(word.charAt(0))) {
                number = word.charAt(0) - '0' < NAMES.size() ? word.charAt(0) - '0' : -1;
            }
            if (number < 0) {
                throw CommandException.usage(
                        "ps: no scheduling policy " + word + "; there are " + String.join(" ", NAMES));
            }
            policies.add(number);
        }
        return policies;
    }
}
