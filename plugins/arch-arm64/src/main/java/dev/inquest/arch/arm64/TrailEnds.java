package dev.inquest.arch.arm64;

/** Says in words why a walk cannot go on. It has no stack trace and costs little. */
final class TrailEnds extends Exception {
    private static final long serialVersionUID = 1L;

    TrailEnds(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
