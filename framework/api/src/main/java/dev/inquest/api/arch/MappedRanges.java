package dev.inquest.api.arch;

import dev.inquest.api.arch.AddressTranslator.Step;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the mapped part of an address space by its page tables, without asking for every address in between: for those who read
 * all of it. Whatever the tables hold, an end comes: a table that is one of those above it counts as damaged and is passed over, and
 * no more is given than a limit allows. One thread uses it.
 */
public final class MappedRanges {
    private final AddressTranslator translator;
    private final long end;
    private final int pageSize;
    private final long most;
    private long at;
    private boolean done;
    private long given;
    private long hole;
    private int damaged;
    private int unreadable;
    private boolean limited;

    /**
     * Addresses that follow one another, and so do the physical addresses behind them.
     *
     * @param virtual the first address
     * @param physical the physical address of the first byte
     * @param length how many bytes
     */
    public record Range(long virtual, long physical, long length) {}

    /**
     * Begins.
     *
     * @param translator the address space
     * @param start where to begin
     * @param end the first address that is no longer of interest, as an unsigned number; 0 for the end of the address space
     * @param pageSize size in bytes of the smallest page
     * @param most how many bytes to give at most
     */
    public MappedRanges(AddressTranslator translator, long start, long end, int pageSize, long most) {
        this.translator = translator;
        this.at = start;
        this.end = end;
        this.pageSize = pageSize;
        this.most = most;
        this.done = start == end;
    }

    /** Returns the next range, or null when there is none. */
    public @Nullable Range next() {
        while (!done) {
            if (given >= most) {
                limited = true;
                done = true;
                return null;
            }
            long virtual = at;
            List<Step> steps = translator.walk(virtual);
            // Where no table was read, as outside of what the processor translates, ever longer steps are taken.
            hole = steps.isEmpty() ? Math.max(pageSize, hole < 1L << 62 ? hole << 1 : hole) : 0;
            long span = steps.isEmpty() ? pageSize : Math.max(steps.getLast().span(), pageSize);
            long length = left(virtual, span);
            boolean loops = loops(steps);
            advance(virtual, length);
            if (loops) {
                damaged++;
                continue;
            }
            try {
                Range range = new Range(virtual, translator.physical(virtual), length);
                given += length;
                hole = 0;
                return range;
            } catch (FaultException e) {
                unreadable += e.fault().kind() == Fault.Kind.NOT_MAPPED ? 0 : 1;
                if (hole > pageSize) {
                    advance(virtual, left(virtual, hole));
                }
            }
        }
        return null;
    }

    /** Returns how many tables were passed over because they contain themselves. */
    public int damaged() {
        return damaged;
    }

    /** Returns how many tables could not be read. */
    public int unreadable() {
        return unreadable;
    }

    /** Returns whether the limit ended it. */
    public boolean limited() {
        return limited;
    }

    /** Returns how many bytes lie between an address and the end of its span, or of what is of interest. */
    private long left(long virtual, long span) {
        long inSpan = span - (virtual & span - 1);
        long inAll = end - virtual;
        return inAll != 0 && Long.compareUnsigned(inAll, inSpan) < 0 ? inAll : inSpan;
    }

    private void advance(long virtual, long length) {
        at = virtual + length;
        // Behind the last address there is 0.
        done = at == end || Long.compareUnsigned(at, virtual) < 0;
    }

    /** Returns whether two entries on the way to the last one point at the same table. */
    private static boolean loops(List<Step> steps) {
        Set<Long> tables = new HashSet<>();
        for (int i = 0; i < steps.size() - 1; i++) {
            if (!tables.add(steps.get(i).entry())) {
                return true;
            }
        }
        return false;
    }
}
