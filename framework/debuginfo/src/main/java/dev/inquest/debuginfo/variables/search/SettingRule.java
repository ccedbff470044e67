package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.types.Value;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A variable that users set by a file below /proc/sys: an entry of a table there ({@code struct ctl_table}, include/linux/sysctl.h) has the file's
 * name, the variable's address and size, and the function that reads and writes it.
 *
 * @param name the variable
 * @param file the file's name
 * @param handler the function ({@code proc_handler})
 * @param size the variable's bytes
 */
record SettingRule(String name, String file, String handler, long size) implements Rule {
    @Override
    public Outcome find(Evidence evidence) {
        Set<Long> found = new LinkedHashSet<>();
        long toName = evidence.offset("ctl_table", "procname");
        for (long text : evidence.texts(file)) {
            for (long place : evidence.places(text)) {
                Value entry = evidence.at("ctl_table", place - toName);
                long data = entry.member("data").asLong();
                if (evidence.image().isData(data)
                        && entry.member("maxlen").asLong() == size
                        && evidence.functions(handler)
                                .contains(entry.member("proc_handler").asLong())) {
                    found.add(data);
                }
            }
        }
        return found.size() == 1
                ? new Outcome(
                        found.iterator().next(),
                        size,
                        "the table of settings has it as " + file + ", of " + size + " bytes, with " + handler)
                : Outcome.missing((found.isEmpty() ? "no table" : found.size() + " tables") + " of settings with "
                        + file + " and " + handler + " in the kernel's image");
    }
}
