package dev.inquest.core.bind;

import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A walk over a circular {@code struct list_head} list (include/linux/list.h). A cycle that does not contain the head is found as
 * Brent does: the walk remembers one link, a later one after each power of two, and to meet it again means to go round in circles.
 * Nothing is kept of what was passed, and no link is read twice.
 */
public final class ListWalk implements Iterable<Value> {
    /** No list of a kernel is longer; a dump that claims so was made to keep readers busy. */
    private static final long LONGEST = 1L << 28;

    private final Memory memory;
    private final long head;
    private final Type type;
    private final long offset;

    /**
     * Makes a walk; nothing is read yet.
     *
     * @param memory where the list lies
     * @param head address of the list's head
     * @param type type of the structures on it
     * @param offset distance in bytes from the beginning of a structure to its {@code list_head}
     */
    public ListWalk(Memory memory, long head, Type type, long offset) {
        this.memory = memory;
        this.head = head;
        this.type = type;
        this.offset = offset;
    }

    @Override
    public Iterator<Value> iterator() {
        return new Links();
    }

    private final class Links implements Iterator<Value> {
        private long link = head;
        private long next;
        private boolean known;
        private long tortoise = head;
        private long steps;
        private long power = 1;

        @Override
        public boolean hasNext() {
            if (!known) {
                next = follow();
                known = true;
            }
            return next != head;
        }

        @Override
        public Value next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            known = false;
            link = next;
            return new Value(memory, type, link - offset);
        }

        private long follow() {
            long found = memory.pointer(link);
            if (found == head) {
                return found;
            }
            if (found == 0) {
                throw corrupt("the link at 0x" + Long.toHexString(link) + " is NULL");
            }
            if (found == tortoise) {
                throw corrupt("the link at 0x" + Long.toHexString(link) + " leads back to 0x" + Long.toHexString(found)
                        + ", which was passed before");
            }
            if (++steps > LONGEST) {
                throw corrupt("it has more than " + LONGEST + " links");
            }
            if (steps == power) {
                tortoise = found;
                power <<= 1;
            }
            return found;
        }

        private CorruptListException corrupt(String why) {
            return new CorruptListException("the list at 0x" + Long.toHexString(head) + " is corrupt: " + why);
        }
    }
}
