package dev.inquest.debuginfo.variables;

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
 *
 * @param start the address at which it begins
 * @param end the first address behind it
 * @param data its parts without functions, lowest address first
 */
record Image(long start, long end, List<Span> data) {
    private static final long LARGEST = 1L << 27;
    /** Far more than any function has. */
    private static final long HOLE = 1L << 17;

    /**
     * Addresses that follow one another.
     *
     * @param from the first
     * @param to the first behind
     */
    record Span(long from, long to) {
        boolean contains(long address) {
            return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) < 0;
        }

        /** Reads it; what cannot be read becomes zero. */
        byte[] bytes(Memory memory) {
            byte[] bytes = new byte[(int) (to - from)];
            PartialRead.read(memory, from, bytes, bytes.length);
            return bytes;
        }
    }

    /** Returns the image, or null where nothing tells its extent. */
    static @Nullable Image of(DumpLayout.Context context, SymbolSource functions) {
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
        return new Image(start, end, holes(functions, start, end));
    }

    private static List<Span> holes(SymbolSource functions, long start, long end) {
        long[][] addresses = {new long[1 << 16]};
        int[] count = new int[1];
        Span all = new Span(start, end);
        functions.forEach(symbol -> {
            if (all.contains(symbol.address()) && symbol.text()) {
                if (count[0] == addresses[0].length) {
                    addresses[0] = Arrays.copyOf(addresses[0], count[0] * 2);
                }
                addresses[0][count[0]++] = symbol.address();
            }
        });
        Arrays.sort(addresses[0], 0, count[0]);
        List<Span> holes = new ArrayList<>();
        for (int i = 0; i < count[0]; i++) {
            long next = i + 1 < count[0] ? addresses[0][i + 1] : end;
            if (next - addresses[0][i] > HOLE) {
                holes.add(new Span(addresses[0][i] & -8L, next & -8L));
            }
        }
        return List.copyOf(holes);
    }

    boolean contains(long address) {
        return new Span(start, end).contains(address);
    }

    /** Returns whether an address lies in a part that holds no code. */
    boolean isData(long address) {
        for (Span span : data) {
            if (span.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
