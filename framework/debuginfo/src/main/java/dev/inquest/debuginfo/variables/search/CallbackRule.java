package dev.inquest.debuginfo.variables.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A structure that is told from all others by the function that one of its members points at, and by its name.
 *
 * @param name the variable
 * @param tag its type
 * @param member the member that points at a function
 * @param function the function
 * @param textMember the member that points at its name
 * @param text its name
 */
record CallbackRule(String name, String tag, String member, String function, String textMember, String text)
        implements Rule {
    @Override
    public Outcome find(Evidence evidence) {
        List<Long> right = new ArrayList<>();
        List<Long> functions = evidence.functions(function);
        if (functions.size() != 1) {
            return Outcome.missing("the kernel has " + functions.size() + " functions " + function);
        }
        long offset = evidence.offset(tag, member);
        for (long place : evidence.places(functions.getFirst())) {
            long pointer = evidence.at(tag, place - offset).member(textMember).asLong();
            if (evidence.image().isData(pointer) && text.equals(evidence.text(pointer, text.length() + 2))) {
                right.add(place - offset);
            }
        }
        return right.size() == 1
                ? new Outcome(
                        right.getFirst(),
                        evidence.struct(tag).size(),
                        "the only struct " + tag + " in the kernel's image that is named \"" + text + "\" and whose "
                                + member + " is " + function)
                : Outcome.missing(right.size() + " places in the kernel's image look like it");
    }
}
