package dev.inquest.arch.arm64;

/** Says in words why a walk cannot go on. It has no stack trace and costs little. */
final class TrailEnds extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean proper;

    TrailEnds(String reason) {
        this(reason, false);
    }

    /**
     * Says why.
     *
     * @param proper whether a stack may end so
     */
    TrailEnds(String reason, boolean proper) {
        super(reason, null, false, false);
        this.proper = proper;
    }

    boolean proper() {
        return proper;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
