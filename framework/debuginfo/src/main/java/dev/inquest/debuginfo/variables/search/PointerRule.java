package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.types.Value;

/**
 * What a member of a known variable points at, a structure that lies in the image: {@code init_nsproxy} is what {@code init_task.nsproxy}
 * points at, since its initialiser says so (init/init_task.c) and the task never changes it.
 *
 * @param name the variable
 * @param from the variable whose member points at it
 * @param tag the type of {@code from}
 * @param member the member
 * @param target the type of the variable
 */
record PointerRule(String name, String from, String tag, String member, String target) implements Rule {
    @Override
    public Outcome find(Evidence evidence) {
        Value pointer = evidence.at(tag, evidence.variable(from)).member(member);
        long address = pointer.asLong();
        long size = evidence.struct(target).size();
        if (!evidence.image().isData(address) || !evidence.image().isData(address + size - 1)) {
            return Outcome.missing(from + "." + member + " does not point into the image");
        }
        return new Outcome(address, size, from + "." + member + " points at it, and it is the kernel's own");
    }
}
