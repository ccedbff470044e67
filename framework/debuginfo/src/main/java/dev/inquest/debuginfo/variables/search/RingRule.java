package dev.inquest.debuginfo.variables.search;

import java.util.List;

/**
 * The head of a list of which an entry is known: the only node of its ring that lies in the image.
 *
 * @param name the head
 * @param from a variable with, or that points at, an entry
 * @param pointer whether it points at it
 * @param tag the type of the entries
 * @param member the member by which they hang on the list
 */
record RingRule(String name, String from, boolean pointer, String tag, String member) implements Rule {
    @Override
    public Outcome find(Evidence evidence) {
        long variable = evidence.variable(from);
        long entry = pointer ? evidence.memory().pointer(variable) : variable;
        if (entry == 0) {
            return Outcome.missing(from + " points at nothing");
        }
        List<Long> nodes = Lists.others(evidence.memory(), entry + evidence.offset(tag, member));
        if (nodes == null) {
            return Outcome.missing("the list on which " + from + " is cannot be followed");
        }
        List<Long> own = nodes.stream().filter(evidence.image()::isData).toList();
        return own.size() == 1
                ? new Outcome(
                        own.getFirst(),
                        2L * evidence.memory().pointerSize(),
                        "of the " + (nodes.size() + 1) + " nodes of the list on which " + from
                                + " is the only one that lies in the kernel's image")
                : Outcome.missing(
                        "of the list on which " + from + " is " + own.size() + " nodes lie in the kernel's image");
    }
}
