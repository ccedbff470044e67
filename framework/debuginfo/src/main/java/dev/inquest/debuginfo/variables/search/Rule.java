package dev.inquest.debuginfo.variables.search;

/** Finds one variable. */
public interface Rule {

    /** Returns the variable's name. */
    String name();

    /**
     * Looks for it.
     *
     * @throws dev.inquest.api.memory.FaultException when memory that must be read cannot be
     * @throws dev.inquest.api.types.MissingTypeException when this kernel has not the types
     */
    Outcome find(Evidence evidence);
}
