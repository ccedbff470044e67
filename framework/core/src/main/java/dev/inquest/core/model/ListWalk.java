package dev.inquest.core.model;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a circular {@code struct list_head} list (include/linux/list.h) and keeps what hangs together: where a link leads
 * astray, the rest is fetched by walking backwards from the head.
 *
 * <p>A node counts when both of its links could be read and its back link leads to the node before it. A list that another CPU
 * was just changing breaks that rule in one place; both walks then meet there and nothing is missing.
 *
 * @param nodes addresses of the {@code list_head}s, in the order of the list
 * @param damage what is wrong with the list, or null when all of it was seen
 */
record ListWalk(List<Long> nodes, @Nullable String damage) {

    /** Walks a list of at most {@code limit} nodes. */
    static ListWalk of(Memory memory, long head, int limit) {
        Walker walker = new Walker(memory, head, limit);
        String forwardDamage = walker.walk(true);
        if (forwardDamage == null) {
            return new ListWalk(walker.nodes, null);
        }
        List<Long> forward = List.copyOf(walker.nodes);
        walker.nodes.clear();
        String backwardDamage = walker.walk(false);
        List<Long> all = new ArrayList<>(forward);
        for (int i = walker.nodes.size() - 1; i >= 0; i--) {
            all.add(walker.nodes.get(i));
        }
        boolean more = backwardDamage != null && !backwardDamage.equals(forwardDamage);
        return new ListWalk(
                all, walker.met && !walker.circle ? null : forwardDamage + (more ? "; " + backwardDamage : ""));
    }

    private static final class Walker {
        private final Memory memory;
        private final long head;
        private final int limit;
        private final Set<Long> seen = new HashSet<>();
        private final List<Long> nodes = new ArrayList<>();
        private final byte[] links;
        private long next;
        private long previous;
        private boolean met;
        private boolean circle;

        Walker(Memory memory, long head, int limit) {
            this.memory = memory;
            this.head = head;
            this.limit = limit;
            this.links = new byte[2 * memory.pointerSize()];
        }

        /** Walks from the head in one direction; returns why it stopped before coming back to it, or null. */
        @Nullable
        String walk(boolean forward) {
            Fault fault = read(head);
            if (fault != null) {
                return "the list's head cannot be read: " + fault.message();
            }
            long before = head;
            long node = forward ? next : previous;
            while (node != head) {
                if (!forward && seen.contains(node)) {
                    met = true;
                    return null;
                }
                if (seen.size() >= limit) {
                    return "the list has more than " + limit + " nodes";
                }
                fault = read(node);
                if (fault != null) {
                    return "link at " + hex(before) + " leads to " + fault.message();
                }
                if ((forward ? previous : next) != before) {
                    // Whoever changes a list links to what is before, or comes after, never to what was passed.
                    circle |= seen.contains(node);
                    return "link at " + hex(before) + " leads to " + hex(node) + ", which does not link back";
                }
                if (!seen.add(node)) {
                    return "link at " + hex(before) + " leads back to " + hex(node);
                }
                nodes.add(node);
                before = node;
                node = forward ? next : previous;
            }
            return null;
        }

        private @Nullable Fault read(long node) {
            Fault fault = memory.tryRead(node, links, 0, links.length);
            if (fault == null) {
                next = number(0);
                previous = number(links.length / 2);
            }
            return fault;
        }

        private long number(int offset) {
            int size = links.length / 2;
            long value = 0;
            for (int i = 0; i < size; i++) {
                int index = memory.order() == ByteOrder.LITTLE_ENDIAN ? offset + size - 1 - i : offset + i;
                value = value << 8 | links[index] & 0xff;
            }
            return value;
        }

        private static String hex(long address) {
            return "0x" + Long.toHexString(address);
        }
    }
}
