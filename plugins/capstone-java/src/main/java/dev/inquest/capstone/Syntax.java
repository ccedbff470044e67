package dev.inquest.capstone;

/** How x86 instructions are spelled ({@code cs_opt_value}). Other architectures have one spelling. */
public enum Syntax {
    /** Intel's: destination first. */
    INTEL(1),
    /** AT&amp;T's: source first. */
    ATT(2);

    private final int option;

    Syntax(int option) {
        this.option = option;
    }

    int option() {
        return option;
    }
}
