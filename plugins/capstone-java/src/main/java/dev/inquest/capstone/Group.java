package dev.inquest.capstone;

/**
 * What an instruction is, for all architectures ({@code cs_group_type}). Capstone 5 gives PowerPC instructions no group {@link #CALL}: a call there is
 * a branch that writes the link register.
 */
public enum Group {
    /** A jump, conditional or not, direct or not. */
    JUMP(1),
    /** A call. */
    CALL(2),
    /** A return from a function. */
    RETURN(3),
    /** A software interrupt or system call. */
    INTERRUPT(4),
    /** A return from an interrupt. */
    INTERRUPT_RETURN(5),
    /** An instruction for privileged code. */
    PRIVILEGED(6),
    /** A jump or call whose target is relative to the instruction. */
    RELATIVE_BRANCH(7);

    private final int id;

    Group(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }
}
