package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.debuginfo.kallsyms.PartialRead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's image in memory, and which parts of it hold no code. Where those lie is told from the functions' addresses: linker scripts put
 * code together (include/asm-generic/vmlinux.lds.h), so a large hole between two functions is data.
 */
public final class Image {
    private static final long LARGEST = 1L << 27;
    /** Far more than any function has. */
    private static final long HOLE = 1L << 17;

    private static final long LONGEST_FUNCTION = 1L << 14;

    private final long start;
    private final long end;
    private final List<Span> data;
    /** Addresses of functions, ascending. */
    private final long[] functions;

    private Image(long start, long end, long[] functions) {
        this.start = start;
        this.end = end;
        this.functions = functions;
        this.data = holes(functions, end);
    }

    /**
     * Addresses that follow one another.
     *
     * @param from the first
     * @param to the first behind
     */
    public record Span(long from, long to) {
        public boolean contains(long address) {
            return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) < 0;
        }

        /** Reads it; what cannot be read becomes zero. */
        public byte[] bytes(Memory memory) {
            byte[] bytes = new byte[(int) (to - from)];
            PartialRead.read(memory, from, bytes, bytes.length);
            return bytes;
        }
    }

    /** Returns the image, or null where nothing tells its extent. */
    public static @Nullable Image of(DumpLayout.Context context, SymbolSource functions) {
        VmcoreInfo info = context.vmcoreInfo();
        ArchSession machine = context.machine();
        long start = info == null ? 0 : info.symbol("_stext").orElse(0);
        if (start == 0) {
            List<Symbol> symbols = functions.byName("_stext");
            start = symbols.isEmpty() ? 0 : symbols.getFirst().address();
        }
        long end = 0;
        for (ArchSession.Region region : machine == null ? List.<ArchSession.Region>of() : machine.regions()) {
            if (region.name().equals("kernel text") && new Span(region.start(), region.end()).contains(start)) {
                end = region.end();
            }
        }
        if (start == 0 || end - start <= 0) {
            return null;
        }
        end = Math.min(end, start + LARGEST);
        return new Image(start, end, addresses(functions, new Span(start, end)));
    }

    private static long[] addresses(SymbolSource functions, Span all) {
        long[][] addresses = {new long[1 << 16]};
        int[] count = new int[1];
        functions.forEach(symbol -> {
            if (all.contains(symbol.address()) && symbol.text()) {
                if (count[0] == addresses[0].length) {
                    addresses[0] = Arrays.copyOf(addresses[0], count[0] * 2);
                }
                addresses[0][count[0]++] = symbol.address();
            }
        });
        Arrays.sort(addresses[0], 0, count[0]);
        return Arrays.copyOf(addresses[0], count[0]);
    }

    private static List<Span> holes(long[] addresses, long end) {
        List<Span> holes = new ArrayList<>();
        for (int i = 0; i < addresses.length; i++) {
            long next = i + 1 < addresses.length ? addresses[i + 1] : end;
            if (next - addresses[i] > HOLE) {
                holes.add(new Span(addresses[i] & -8L, next & -8L));
            }
        }
        return List.copyOf(holes);
    }

    /** Returns the parts without functions, lowest address first. */
    public List<Span> data() {
        return data;
    }

    /** Returns the first address behind a function: that of the next one, but no further than a function can be long. */
    public long endOf(long function) {
        int at = Arrays.binarySearch(functions, function);
        at = at < 0 ? -at - 1 : at;
        while (at < functions.length && functions[at] == function) {
            at++;
        }
        long next = at < functions.length ? functions[at] : end;
        return Math.min(next, function + LONGEST_FUNCTION);
    }

    /** Returns whether an address lies in the image. */
    public boolean contains(long address) {
        return new Span(start, end).contains(address);
    }

    /** Returns whether an address lies in a part that holds no code. */
    public boolean isData(long address) {
        for (Span span : data) {
            if (span.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
