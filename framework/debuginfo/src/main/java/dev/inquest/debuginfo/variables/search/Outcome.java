package dev.inquest.debuginfo.variables.search;

/**
 * What a rule found.
 *
 * @param address the variable's address; 0 when it was not found
 * @param size its bytes, or 0 when they are not known
 * @param how what proves it, or why it was not found, in words for users
 */
public record Outcome(long address, long size, String how) {

    static Outcome found(long address, String how) {
        return new Outcome(address, 0, how);
    }

    static Outcome missing(String why) {
        return new Outcome(0, 0, why);
    }
}
