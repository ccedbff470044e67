package dev.inquest.commands.expression;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Follows links, however broken: what is wrong is remarked, and what was found before is given. */
final class LinkWalk {
    private static final int MOST = 1_000_000;
    private static final int MOST_REMARKS = 20;

    private final Memory memory;
    private final Progress progress;
    private final boolean reverse;
    private final Consumer<Diagnostic> remarks;
    private boolean lengths;

    LinkWalk(Memory memory, Progress progress, boolean reverse, Consumer<Diagnostic> remarks) {
        this.memory = memory;
        this.progress = progress;
        this.reverse = reverse;
        this.remarks = remarks;
    }

    /** Says of circles how long they are. */
    void lengths(boolean wanted) {
        lengths = wanted;
    }

    /** Returns the structures of a list that goes from beginning to beginning, until 0, the first or second one again, one that points at itself, or {@code end}. */
    List<Long> structures(long first, long offset, long end) {
        List<Long> found = new ArrayList<>();
        found.add(first);
        follow(found, first, offset, end, true);
        return found;
    }

    /** Returns the links behind a {@code struct list_head} (include/linux/types.h: next, then prev), without the head. */
    List<Long> heads(long head, long end, boolean checked) {
        List<Long> found = new ArrayList<>();
        found.add(head);
        boolean null0 = follow(found, head, reverse ? memory.pointerSize() : 0, end, false);
        // A list of hlist_node ends so.
        if (null0 && checked) {
            warn("the list does not lead back to its head 0x" + Long.toHexString(head)
                    + " but ends with a null pointer");
        }
        if (checked) {
            check(found);
        }
        return found.subList(1, found.size());
    }

    // Brent's algorithm: a marker is moved on at each power of two; a list that meets it goes round. Returns whether a
    // 0 ended the list.
    private boolean follow(List<Long> found, long first, long offset, long end, boolean loose) {
        long marker = first;
        int steps = 0;
        int power = 1;
        while (!progress.cancelled()) {
            long at = found.getLast();
            long next;
            try {
                next = memory.pointer(at + offset);
            } catch (FaultException e) {
                warn("the list breaks off: the link in 0x" + Long.toHexString(at) + " cannot be read: "
                        + e.getMessage());
                return false;
            }
            if (next == 0 || next == first || end != 0 && next == end) {
                return next == 0;
            }
            // A list of structures may begin outside of its circle, and may end with one that points at itself.
            if (loose && (next == at || found.size() > 1 && next == found.get(1))) {
                return false;
            }
            if (next == marker) {
                cut(found, steps + 1);
                return false;
            }
            if (found.size() >= MOST) {
                warn("the list is longer than " + MOST + " and was cut there");
                return false;
            }
            found.add(next);
            if (++steps == power) {
                marker = next;
                power *= 2;
                steps = 0;
            }
        }
        return false;
    }

    // Finds where the cycle begins and keeps each of its members once.
    private void cut(List<Long> found, int length) {
        int start = 0;
        while (start + length < found.size() && !found.get(start).equals(found.get(start + length))) {
            start++;
        }
        int last = Math.min(found.size(), start + length) - 1;
        warn("the list is corrupt: 0x" + Long.toHexString(found.get(last)) + " leads back to 0x"
                + Long.toHexString(found.get(start)) + ", not to the beginning"
                + (lengths ? "; " + start + " before the circle, " + length + " in it" : ""));
        found.subList(last + 1, found.size()).clear();
    }

    private void check(List<Long> links) {
        long offset = reverse ? 0 : memory.pointerSize();
        int wrong = 0;
        for (int i = 1; i < links.size() && wrong < MOST_REMARKS && !progress.cancelled(); i++) {
            long before = links.get(i - 1);
            try {
                long back = memory.pointer(links.get(i) + offset);
                if (back != before) {
                    wrong++;
                    warn("the list is corrupt: " + (reverse ? "next" : "prev") + " of the list_head 0x"
                            + Long.toHexString(links.get(i)) + " is 0x" + Long.toHexString(back) + ", not 0x"
                            + Long.toHexString(before));
                }
            } catch (FaultException e) {
                return;
            }
        }
    }

    private void warn(String message) {
        remarks.accept(new Diagnostic(Diagnostic.Severity.WARNING, message));
    }
}
