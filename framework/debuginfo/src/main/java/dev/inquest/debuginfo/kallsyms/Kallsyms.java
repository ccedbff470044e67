package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.debuginfo.data.NameChoice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own symbols. Names stay packed until they are asked for; the first look-up by name hashes all. kallsyms knows no sizes, so
 * they are 0.
 *
 * <p>Of several symbols at one address a global one comes before a weak one and that before local ones, then {@link NameChoice} says which. Addresses below the kernel's image are absolute or offsets into a per-CPU area: they
 * are found by name only.
 */
final class Kallsyms implements SymbolSource {
    static final String SOURCE = "kallsyms";

    private static final String COMMON_STARTUP = "common_startup_64";

    private final Tokens tokens;
    private final byte[] names;
    /** Where each name's length begins in {@link #names}; one more than there are names. */
    private final int[] starts;

    private final long[] addresses;
    /** The first symbol that lies in the image. */
    private final int image;

    private volatile @Nullable Buckets buckets;

    /** A hash table chained through ints: many names of one hash cost their number, not its square. */
    private static final class Buckets {
        private final int[] heads;
        private final int[] next;

        Buckets(int[] heads, int[] next) {
            this.heads = heads;
            this.next = next;
        }
    }

    /**
     * Takes the tables.
     *
     * @param tokens what codes stand for
     * @param names the packed names
     * @param starts where each name begins; one more than there are names
     * @param addresses their addresses, ascending as unsigned numbers
     * @param base the address at which the kernel's image begins
     */
    Kallsyms(Tokens tokens, byte[] names, int[] starts, long[] addresses, long base) {
        this.tokens = tokens;
        this.names = names;
        this.starts = starts;
        this.addresses = addresses;
        int first = 0;
        while (first < addresses.length && Long.compareUnsigned(addresses[first], base) < 0) {
            first++;
        }
        this.image = first;
    }

    private int codes(int index) {
        int start = starts[index];
        return start + (names[start] < 0 ? 2 : 1);
    }

    private Symbol symbol(int index) {
        int from = codes(index);
        int to = starts[index + 1];
        return new Symbol(
                tokens.name(names, from, to), addresses[index], 0, tokens.letter(names, from, to), null, SOURCE);
    }

    private Buckets buckets() {
        Buckets known = buckets;
        if (known == null) {
            int count = addresses.length;
            int[] heads = new int[Math.max(16, Integer.highestOneBit(Math.max(1, count)) * 2)];
            int[] next = new int[count];
            // Backwards, so that symbols of one name are found in the order of address.
            for (int i = count - 1; i >= 0; i--) {
                int bucket = bucket(tokens.hash(names, codes(i), starts[i + 1]), heads.length);
                next[i] = heads[bucket];
                heads[bucket] = i + 1;
            }
            known = new Buckets(heads, next);
            buckets = known;
        }
        return known;
    }

    private static int bucket(int hash, int count) {
        return (hash ^ hash >>> 15) & count - 1;
    }

    @Override
    public List<Symbol> byName(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        Buckets table = buckets();
        List<Symbol> found = new ArrayList<>(1);
        int i = table.heads[bucket(Tokens.hash(wanted), table.heads.length)];
        for (; i != 0; i = table.next[i - 1]) {
            if (tokens.matches(names, codes(i - 1), starts[i], wanted)) {
                found.add(symbol(i - 1));
            }
        }
        return found;
    }

    /** Returns the names of all symbols that begin at an address. */
    List<String> namesAt(long address) {
        List<String> found = new ArrayList<>();
        for (int i = above(address) - 1; i >= image && addresses[i] == address; i--) {
            found.add(symbol(i).name());
        }
        return found;
    }

    /** Returns the index of the first symbol of the image that lies above an address. */
    private int above(long address) {
        int low = image;
        int high = addresses.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The table does not tell labels from functions. Return addresses into the system call entry lie behind such labels,
     * {@code entry_SYSCALL_64_safe_stack} and {@code entry_SYSCALL_64_after_hwframe} inside {@code entry_SYSCALL_64} (SYM_INNER_LABEL,
     * arch/x86/entry/entry_64.S), those of idle tasks behind {@code secondary_startup_64_no_verify} and {@code common_startup_64} inside
     * {@code secondary_startup_64} (arch/x86/kernel/head_64.S; the second in Linux 6.12 but not in 6.1); the function is
     * what an ELF symbol table with sizes gives, and so does this.
     */
    @Override
    public @Nullable Symbol at(long address) {
        Symbol nearest = nearest(address);
        Symbol function = nearest;
        while (function != null && label(function.name())) {
            function = nearest(function.address() - 1);
        }
        return nearest != null && function != null && inside(nearest.name(), function.name()) ? function : nearest;
    }

    private static boolean label(String name) {
        return name.endsWith("_after_hwframe")
                || name.endsWith("_safe_stack")
                || name.endsWith("_no_verify")
                || name.equals(COMMON_STARTUP);
    }

    private static boolean inside(String label, String function) {
        return label.startsWith(function) || label.equals(COMMON_STARTUP) && function.equals("secondary_startup_64");
    }

    private @Nullable Symbol nearest(long address) {
        int above = above(address);
        int last = addresses.length - 1;
        if (above == image || above > last && address != addresses[last]) {
            return null;
        }
        int first = above - 1;
        while (first > image && addresses[first - 1] == addresses[above - 1]) {
            first--;
        }
        Symbol best = symbol(first);
        for (int i = first + 1; i < above; i++) {
            Symbol other = symbol(i);
            int difference = binding(other) - binding(best);
            if (difference > 0 || difference == 0 && NameChoice.before(other.name(), best.name())) {
                best = other;
            }
        }
        return best;
    }

    /** Returns 2 for a global symbol, 1 for a weak one and 0 for a local one. */
    private static int binding(Symbol symbol) {
        return switch (symbol.kind()) {
            case 'W', 'w', 'V', 'v' -> 1;
            default -> Character.isUpperCase(symbol.kind()) ? 2 : 0;
        };
    }

    @Override
    public void forEach(Consumer<Symbol> action) {
        for (int i = 0; i < addresses.length; i++) {
            action.accept(symbol(i));
        }
    }
}
