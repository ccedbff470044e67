package dev.inquest.commands.disassembly;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Places in the kernel's text that its own tables name, by address. They are read when they are first asked for.
 *
 * <p>Jump labels: {@code struct jump_entry { s32 code; s32 target; long key; }} from {@code __start___jump_table} to {@code __stop___jump_table}, each relative to
 * itself, with flags in the two lowest bits of the key (include/linux/jump_label.h, 5.1 and later on x86, arm64 and powerpc: CONFIG_HAVE_ARCH_JUMP_LABEL_RELATIVE).
 * Static calls: {@code struct static_call_site { s32 addr; s32 key; }} from {@code __start_static_call_sites} to {@code __stop_static_call_sites}, likewise
 * (include/linux/static_call_types.h, 5.10).
 */
final class Sites {
    private static final int MOST = 1 << 22;

    private final Kernel kernel;
    private final Map<Long, Long> labels;
    private final Map<Long, Long> calls;

    Sites(Kernel kernel) {
        this.kernel = kernel;
        labels = read("__start___jump_table", "__stop___jump_table", 16);
        calls = read("__start_static_call_sites", "__stop_static_call_sites", 8);
    }

    /** Returns the name of the static key whose jump label is at an address; empty for none. */
    String label(long address) {
        return name(labels.get(address), "");
    }

    /** Returns the name of the static call at an address; empty for none. */
    String call(long address) {
        return name(calls.get(address), "__SCK__");
    }

    private String name(@org.jspecify.annotations.Nullable Long key, String prefix) {
        if (key == null) {
            return "";
        }
        Symbol symbol = kernel.symbolAt(key);
        if (symbol == null) {
            return "0x" + Long.toHexString(key);
        }
        String name = symbol.name().startsWith(prefix) ? symbol.name().substring(prefix.length()) : symbol.name();
        return key == symbol.address() ? name : name + "+" + (key - symbol.address());
    }

    private Map<Long, Long> read(String first, String last, int size) {
        Map<Long, Long> sites = new HashMap<>();
        Symbol start = kernel.symbol(first);
        Symbol stop = kernel.symbol(last);
        long length = start == null || stop == null ? 0 : stop.address() - start.address();
        if (start == null || length <= 0 || length > MOST) {
            return sites;
        }
        Memory memory = kernel.memory();
        byte[] bytes = new byte[(int) length];
        if (memory.tryRead(start.address(), bytes, 0, bytes.length) != null) {
            return sites;
        }
        ByteBuffer table = ByteBuffer.wrap(bytes).order(memory.order());
        int keyAt = size / 2;
        for (int at = 0; at + size <= bytes.length; at += size) {
            long address = start.address() + at + table.getInt(at);
            long distance = size == 16 ? table.getLong(at + keyAt) : table.getInt(at + keyAt);
            sites.put(address, start.address() + at + keyAt + (distance & ~3L));
        }
        return sites;
    }
}
