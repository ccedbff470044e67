package dev.inquest.commands.dump.makedumpfile;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Options of makedumpfile that cannot be done, each with the reason and what to do instead. */
final class Refusals {
    private static final String ERASING =
            "data cannot be erased from a dump here; use makedumpfile itself for that, on the dump that comes out of this";
    private static final String XEN = "dumps of Xen hosts cannot be filtered; use makedumpfile itself";
    private static final Map<String, String> REASONS = Collections.unmodifiableMap(reasons());

    private Refusals() {}

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("config", ERASING);
        reasons.put("eppic", ERASING);
        reasons.put("extension", "makedumpfile's extensions are its own machine code; they cannot be run here");
        reasons.put("diskset", "disk sets of sadump cannot be read; use makedumpfile itself to make one dump of them");
        reasons.put("xen-syms", XEN);
        reasons.put("xen-vmcoreinfo", XEN);
        reasons.put("xen_phys_start", XEN);
        reasons.put("X", XEN);
        reasons.put("e", "the kernel's struct pages cannot be left out; leave -e away");
        reasons.put(
                "g",
                "no file of VMCOREINFO is needed or made: types come from the dump itself, from a vmlinux or a layout bundle (-x)");
        reasons.put(
                "i",
                "files of VMCOREINFO are not read: types come from the dump itself, from a vmlinux or a layout bundle (-x)");
        reasons.put("vtop", "use the command vtop: inquest -c 'vtop ADDRESS' VMCORE");
        reasons.put("partial-dmesg", "the log is written whole; leave --partial-dmesg away");
        return reasons;
    }

    /** Throws for the first option that cannot be done. */
    static void check(Arguments arguments) throws CommandException {
        for (Map.Entry<String, String> entry : REASONS.entrySet()) {
            if (arguments.has(entry.getKey())) {
                String dashes = entry.getKey().length() > 1 ? "--" : "-";
                throw CommandException.usage(dashes + entry.getKey() + ": " + entry.getValue());
            }
        }
    }
}
