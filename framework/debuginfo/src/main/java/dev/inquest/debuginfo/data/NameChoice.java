package dev.inquest.debuginfo.data;

/**
 * Chooses among names of one address that nothing else tells apart, in the same way whatever table they are in: a system call's name before that of
 * its 32-bit entry, the shorter before the longer, then by the alphabet. Functions of the same code share an address (GCC's
 * {@code -fipa-icf} makes {@code do_compat_epoll_pwait.part.0} an alias of {@code do_epoll_pwait.part.0}), and so do many entries of
 * system calls without arguments.
 */
public final class NameChoice {
    private NameChoice() {}

    /** Returns whether the first name is to be shown rather than the second. */
    public static boolean before(String one, String other) {
        return compare(one, other) < 0;
    }

    /** Compares two names as {@link java.util.Comparator} does; the one that is to be shown comes first. */
    public static int compare(String one, String other) {
        int compatible = Boolean.compare(one.startsWith("__ia32_"), other.startsWith("__ia32_"));
        if (compatible != 0) {
            return compatible;
        }
        return one.length() != other.length() ? Integer.compare(one.length(), other.length()) : one.compareTo(other);
    }
}
