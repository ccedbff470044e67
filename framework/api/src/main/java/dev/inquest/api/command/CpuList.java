package dev.inquest.api.command;

import dev.inquest.api.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Lists of CPUs as users type them: {@code 0,2-3}, or {@code a} for all that were online. */
public final class CpuList {
    private CpuList() {}

    /**
     * Parses a list.
     *
     * @param text the list
     * @param kernel says which CPUs there are
     * @return the numbers in the order given
     * @throws CommandException when the text is no list or names a CPU that the machine does not have
     */
    public static List<Integer> parse(String text, Kernel kernel) throws CommandException {
        if (text.equals("a") || text.equals("all")) {
            return kernel.cpus().online();
        }
        List<Integer> cpus = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(text, dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : number(text, part.substring(dash + 1));
            for (int cpu = first; cpu <= last; cpu++) {
                if (!kernel.cpus().possible().contains(cpu)) {
                    throw CommandException.usage("there is no CPU " + cpu + "; there are "
                            + kernel.cpus().possible());
                }
                cpus.add(cpu);
            }
        }
        return cpus;
    }

    private static int number(String list, String text) throws CommandException {
        if (text.isEmpty() || text.length() > 6 || !text.chars().allMatch(Character::isDigit)) {
            throw CommandException.usage("not a list of CPUs: " + list + "; write for instance 0,2-3, or a for all");
        }
        return Integer.parseInt(text);
    }
}
