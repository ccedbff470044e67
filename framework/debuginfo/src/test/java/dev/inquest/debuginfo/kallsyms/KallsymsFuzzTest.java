package dev.inquest.debuginfo.kallsyms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.fakes.Mutations;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Targets for a fuzzer: the tables of a kernel, found by their form and read where VMCOREINFO says. An ordinary run feeds the seed alone, a piece
 * of a real kernel's; with {@code JAZZER_FUZZ=1} in the environment, {@code -Djazzer.hooks=true} and the method chosen ({@code
 * -Dtest=KallsymsFuzzTest#tables}) the fuzzer goes on from there.
 */
class KallsymsFuzzTest {
    private static final String SEED = "/kallsyms/kernel-6.1.kallsyms";
    private static final long PLACE = 0xffffffff82000000L;
    private static final int SYMBOLS = 520;

    static Stream<byte[]> seeds() {
        return Stream.of(Mutations.resource(SEED));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void tables(byte[] bytes) {
        told(bytes);
    }

    /** Slow: each try looks through megabytes. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void search(byte[] bytes) {
        searched(bytes);
    }

    private static FakeMemory memory(byte[] bytes) {
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        // The search looks at what lies before.
        memory.put(PLACE, bytes);
        return memory;
    }

    private static @Nullable SymbolSource searched(byte[] bytes) {
        return use(new FakeContext(memory(bytes))
                .vmcoreInfo("SYMBOL(_stext)=" + Long.toHexString(PLACE) + "\nSYMBOL(init_uts_ns)="
                        + Long.toHexString(PLACE + bytes.length + 4096) + "\n"));
    }

    /** Places the tables where those of the seed are. */
    private static @Nullable SymbolSource told(byte[] bytes) {
        long count = PLACE + SYMBOLS * 4 + 8;
        long end = PLACE + Mutations.resource(SEED).length;
        return use(new FakeContext(memory(bytes))
                .vmcoreInfo(line("kallsyms_offsets", PLACE)
                        + line("kallsyms_relative_base", PLACE + SYMBOLS * 4)
                        + line("kallsyms_num_syms", count)
                        + line("kallsyms_names", count + 8)
                        + line("kallsyms_token_index", end - 512)
                        + line("kallsyms_token_table", end - 512 - tokenBytes())));
    }

    private static String line(String name, long address) {
        return "SYMBOL(" + name + ")=" + Long.toHexString(address) + "\n";
    }

    /** Returns how many bytes the seed's tokens take with what fills them up: the index's last number leads to the last token. */
    private static int tokenBytes() {
        byte[] seed = Mutations.resource(SEED);
        int last = seed[seed.length - 2] & 0xff | (seed[seed.length - 1] & 0xff) << 8;
        int start = seed.length - 512;
        for (int size = last + 1; ; size++) {
            if (size % 8 == 0 && seed[start - size] != 0 && seed[start - size - 1] == 0) {
                return size;
            }
        }
    }

    private static @Nullable SymbolSource use(FakeContext context) {
        LayoutSource source = new KallsymsLayout().find(context);
        SymbolSource symbols = source == null ? null : source.symbols();
        if (symbols != null) {
            int[] seen = {0};
            symbols.forEach(symbol -> {
                if (seen[0]++ < 2000) {
                    symbols.at(symbol.address());
                    boolean text = !symbol.name().isEmpty()
                            && symbol.name().length() < 400
                            && symbol.name().chars().allMatch(c -> c > ' ' && c < 0x7f);
                    assertFalse(text && symbols.byName(symbol.name()).isEmpty(), symbol.name());
                }
            });
            symbols.byName("no such symbol");
        }
        return symbols;
    }

    @Test
    void readsTheSeed() {
        for (SymbolSource symbols :
                new SymbolSource[] {searched(seeds().findFirst().orElseThrow()), told(Mutations.resource(SEED))}) {
            assertNotNull(symbols);
            int[] count = {0};
            symbols.forEach(symbol -> count[0]++);
            assertEquals(SYMBOLS, count[0]);
            Symbol first = symbols.at(0xffffffff81000000L + 7393168);
            assertNotNull(first);
            assertEquals(0xffffffff81000000L + 7393168, first.address());
        }
    }

    @Test
    void damageEndsInNothingWorse() {
        assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> Mutations.of(Mutations.resource(SEED), 300, bytes -> {
                    searched(bytes);
                    told(bytes);
                }));
    }
}
