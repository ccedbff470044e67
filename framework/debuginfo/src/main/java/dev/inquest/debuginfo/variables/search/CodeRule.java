package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.memory.FaultException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A variable to which functions refer, and which by its content can be nothing else among all that they refer to.
 *
 * @param name the variable
 * @param functions functions that all refer to it
 * @param without functions that do not
 * @param content tells by its content whether it may be it
 */
record CodeRule(String name, List<String> functions, List<String> without, Content content) implements Rule {

    /** Tells variables by their content. */
    @FunctionalInterface
    interface Content {
        /** Returns what lies at an address, in words, or null when it is not what is looked for. */
        @Nullable
        String describe(Evidence evidence, long address);
    }

    @Override
    public Outcome find(Evidence evidence) {
        Set<Long> candidates = new LinkedHashSet<>(evidence.references(functions.getFirst()));
        for (String other : functions.subList(1, functions.size())) {
            candidates.retainAll(evidence.references(other));
        }
        for (String other : without) {
            candidates.removeAll(evidence.references(other));
        }
        List<Long> right = new ArrayList<>();
        String what = "";
        for (long candidate : candidates) {
            String told = describe(evidence, candidate);
            if (told != null) {
                right.add(candidate);
                what = told;
            }
        }
        String all = String.join(" and ", functions) + (functions.size() == 1 ? " refers" : " refer");
        if (right.size() != 1) {
            return Outcome.missing((right.isEmpty() ? "none" : right.size()) + " of the " + candidates.size()
                    + " addresses to which " + all + " may be it");
        }
        return Outcome.found(
                right.getFirst(),
                "of the " + candidates.size() + " addresses to which " + all + " the only one with " + what);
    }

    private @Nullable String describe(Evidence evidence, long address) {
        try {
            return content.describe(evidence, address);
        } catch (FaultException e) {
            return null;
        }
    }
}
