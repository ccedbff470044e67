package dev.inquest.debuginfo.kallsyms;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.fakes.FakeModule;
import dev.inquest.debuginfo.fakes.Structs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target for a fuzzer: a loaded module's symbols, whatever lies where its tables are. An ordinary run feeds the seeds alone; with {@code JAZZER_FUZZ=1} in the
 * environment, {@code -Djazzer.hooks=true} and the method chosen ({@code -Dtest=ModuleSymbolsFuzzTest#tables}) the fuzzer goes on from there.
 */
class ModuleSymbolsFuzzTest {
    private static final long MODULE = 0xffffffffc0400000L;
    private static final long TEXT = 0xffffffffc0500000L;
    private static final int TABLE = 16;
    private static final int SYMTAB = 64;

    /** The structures, then the symbols, their types and their names. */
    static Stream<byte[]> seeds() {
        String[] names = {"", "do_null", "do_list", "init_module", "$x", "a_longer_name_than_the_others"};
        ByteBuffer out = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        int types = SYMTAB + names.length * 24;
        int strings = types + 8;
        out.putLong(0, MODULE + TABLE);
        out.putLong(TABLE, MODULE + SYMTAB).putLong(TABLE + 8, names.length);
        out.putLong(TABLE + 16, MODULE + strings).putLong(TABLE + 24, MODULE + types);
        int at = 0;
        for (int i = 0; i < names.length; i++) {
            int entry = SYMTAB + i * 24;
            out.putInt(entry, at).put(entry + 4, (byte) 2).putShort(entry + 6, (short) (i == 0 ? 0 : 3));
            out.putLong(entry + 8, TEXT + i * 16L).putLong(entry + 16, 12);
            out.put(types + i, (byte) 't');
            byte[] name = (names[i] + "\0").getBytes(StandardCharsets.US_ASCII);
            out.put(strings + at, name);
            at += name.length;
        }
        return Stream.of(out.array());
    }

    private static StructType struct(boolean typetab) {
        Structs table = new Structs()
                .member("symtab", Structs.pointer(Structs.LONG), 0)
                .member("num_symtab", Structs.INT, 8)
                .member("strtab", Structs.pointer(Structs.LONG), 16);
        if (typetab) {
            table.member("typetab", Structs.pointer(Structs.LONG), 24);
        }
        return new Structs()
                .member("kallsyms", Structs.pointer(table.build("mod_kallsyms", 32)), 0)
                .build("module", 16);
    }

    /** All that the kernel keeps of a module's symbols. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void tables(byte[] bytes) {
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        memory.put(MODULE, bytes);
        KernelModule module = new FakeModule(MODULE, "fuzzed", List.of(new KernelModule.Range("text", TEXT, 0x1000)));
        for (boolean typetab : new boolean[] {true, false}) {
            FakeContext context = new FakeContext(memory);
            LayoutSource source = new KallsymsLayout()
                    .findModule(context, module, new Value(context.memory(), struct(typetab), MODULE));
            SymbolSource symbols = source == null ? null : source.symbols();
            if (symbols == null) {
                continue;
            }
            int[] seen = {0};
            symbols.forEach(symbol -> {
                if (seen[0]++ < 100) {
                    symbols.at(symbol.address());
                    symbols.byName(symbol.name());
                }
            });
            symbols.at(TEXT + 20);
        }
    }
}
