package dev.inquest.api.disassembly;

/**
 * Service of plugins that decode machine code. Commands look for the service when they need it, since it may be missing; of several, the one of the highest
 * ranking that {@link #supports} the architecture serves. Safe for use by many threads.
 */
public interface Disassembler {

    /** Returns what decodes, for users: name, version, where it comes from. May load what it needs, or say why that cannot be had. */
    String describe();

    /**
     * Returns whether it knows an architecture; loads nothing.
     *
     * @param architecture {@link dev.inquest.api.arch.Architecture#name}
     */
    boolean supports(String architecture);

    /**
     * Makes a decoder for the calling thread alone.
     *
     * @param architecture {@link dev.inquest.api.arch.Architecture#name}
     * @param syntax how to spell x86; of no meaning for others
     * @throws DisassemblyException when it cannot, with the reason
     */
    Decoder open(String architecture, Syntax syntax) throws DisassemblyException;

    /** How x86 instructions are spelled. */
    enum Syntax {
        /** As objdump, gdb and crash do by default: source first. */
        ATT,
        /** As Intel's manuals do: destination first. */
        INTEL
    }
}
