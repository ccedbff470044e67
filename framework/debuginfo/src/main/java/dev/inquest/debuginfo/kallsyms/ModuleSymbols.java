package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that the kernel keeps of one module: an ELF symbol table whose values are runtime addresses.
 *
 * <p>{@code module.kallsyms} leads to a {@code struct mod_kallsyms} with symtab, num_symtab and strtab (Linux 4.5, commit 8244062ef1e5);
 * before, {@code struct module} had these itself. While the module's init function runs it leads to the whole table, with the
 * functions of the init section, and afterwards to one without them. A symbol's letter is in {@code typetab} (Linux 5.2, commit
 * 1c7651f43777); before, the kernel wrote it over {@code st_info}.
 */
@Reads(value = "module", optional = "kallsyms|symtab", lost = "symbols of modules", since = "8244062ef1e5 (4.5)")
@Reads(
        value = "mod_kallsyms",
        optional = {"symtab", "num_symtab", "strtab"},
        lost = "symbols of modules",
        mayLack = true)
@Reads(value = "mod_kallsyms", optional = "typetab", mayLack = true, since = "1c7651f43777 (5.2)")
final class ModuleSymbols implements SymbolSource {
    private static final int SYMBOL_BYTES = 24;
    private static final long MOST_SYMBOLS = 1 << 20;
    private static final long MOST_NAME_BYTES = 1 << 26;
    private static final int LONGEST_NAME = 512;

    private final KernelModule module;
    private final List<Symbol> symbols;

    private ModuleSymbols(KernelModule module, List<Symbol> symbols) {
        this.module = module;
        this.symbols = symbols;
    }

    /**
     * Reads a module's table.
     *
     * @return the symbols, or null when the module has none
     */
    static @Nullable ModuleSymbols read(DumpLayout.Context context, KernelModule module, Value struct) {
        Value table = struct.findMember("kallsyms").orElse(null);
        if (table == null) {
            if (struct.findMember("symtab").isEmpty()) {
                return null;
            }
            table = struct;
        } else if (table.asLong() == 0) {
            return null;
        }
        long symtab = table.member("symtab").asLong();
        long count = table.member("num_symtab").asLong();
        long strtab = table.member("strtab").asLong();
        Value typetab = table.findMember("typetab").orElse(null);
        if (symtab == 0 || strtab == 0 || count == 0) {
            return null;
        }
        if (count < 0 || count > MOST_SYMBOLS) {
            context.remark(
                    "The symbols of module " + module.name() + " are not read: it says that it has " + count + ".");
            return null;
        }
        Memory memory = context.memory();
        int number = (int) count;
        ByteBuffer entries =
                ByteBuffer.wrap(memory.bytes(symtab, number * SYMBOL_BYTES)).order(memory.order());
        byte[] letters = typetab == null ? null : memory.bytes(typetab.asLong(), number);
        Names names = new Names(memory, strtab, entries, number);
        List<Symbol> symbols = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            int at = i * SYMBOL_BYTES;
            int name = entries.getInt(at);
            int section = entries.getShort(at + 6) & 0xffff;
            // Undefined symbols have the address of whatever they were bound to.
            if (name == 0 || section == 0) {
                continue;
            }
            char letter = (char) (letters == null ? entries.get(at + 4) & 0xff : letters[i] & 0xff);
            // The kernel has no letter for sections that it did not keep; where they were is something else now.
            if (letter == '?') {
                continue;
            }
            String text = names.at(Integer.toUnsignedLong(name));
            if (text.isEmpty() || mapping(text)) {
                continue;
            }
            symbols.add(new Symbol(
                    text, entries.getLong(at + 8), entries.getLong(at + 16), letter, module.name(), Kallsyms.SOURCE));
        }
        if (names.fault() != null) {
            context.remark("Some symbols of module " + module.name() + " have no names: "
                    + names.fault().message() + ".");
        }
        symbols.sort(ORDER);
        return new ModuleSymbols(module, symbols);
    }

    /** By address, and the best name for a function first. */
    private static final Comparator<Symbol> ORDER = (a, b) -> {
        int order = Long.compareUnsigned(a.address(), b.address());
        if (order == 0) {
            order = Boolean.compare(b.size() != 0, a.size() != 0);
        }
        if (order == 0) {
            order = Boolean.compare(Character.isUpperCase(b.kind()), Character.isUpperCase(a.kind()));
        }
        return order;
    };

    /** Returns whether a name only marks kinds of code for tools, as the kernel's is_mapping_symbol does (linux/module_symbol.h). */
    private static boolean mapping(String name) {
        return name.startsWith(".L") || name.startsWith("L0") || name.startsWith("$");
    }

    /** The names: read in one piece where that is possible, otherwise one by one. */
    private static final class Names {
        private final Memory memory;
        private final long strtab;
        private final byte[] bytes;
        private @Nullable Fault fault;

        Names(Memory memory, long strtab, ByteBuffer entries, int count) {
            this.memory = memory;
            this.strtab = strtab;
            long last = 0;
            for (int i = 0; i < count; i++) {
                last = Math.max(last, Integer.toUnsignedLong(entries.getInt(i * SYMBOL_BYTES)));
            }
            byte[] piece = new byte[(int) Math.min(last, MOST_NAME_BYTES)];
            this.bytes = memory.tryRead(strtab, piece, 0, piece.length) == null ? piece : new byte[0];
        }

        /** Returns the name at an offset; empty when it cannot be read. */
        String at(long offset) {
            if (offset < bytes.length) {
                int end = (int) offset;
                while (end < bytes.length && bytes[end] != 0) {
                    end++;
                }
                if (end < bytes.length) {
                    return new String(bytes, (int) offset, end - (int) offset, StandardCharsets.UTF_8);
                }
            }
            try {
                return memory.cString(strtab + offset, LONGEST_NAME);
            } catch (FaultException e) {
                fault = e.fault();
                return "";
            }
        }

        @Nullable
        Fault fault() {
            return fault;
        }
    }

    @Override
    public List<Symbol> byName(String name) {
        List<Symbol> found = new ArrayList<>(1);
        for (Symbol symbol : symbols) {
            if (symbol.name().equals(name)) {
                found.add(symbol);
            }
        }
        return found;
    }

    @Override
    public @Nullable Symbol at(long address) {
        if (!module.contains(address)) {
            return null;
        }
        int low = 0;
        int high = symbols.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(symbols.get(middle).address(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return null;
        }
        int best = low - 1;
        while (best > 0
                && symbols.get(best - 1).address() == symbols.get(low - 1).address()) {
            best--;
        }
        // A module lies in several pieces: what begins in another one does not reach here.
        return samePiece(symbols.get(best).address(), address) ? symbols.get(best) : null;
    }

    private boolean samePiece(long a, long b) {
        for (KernelModule.Range range : module.ranges()) {
            if (Long.compareUnsigned(b - range.start(), range.size()) < 0
                    && Long.compareUnsigned(a - range.start(), range.size()) < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void forEach(Consumer<Symbol> action) {
        symbols.forEach(action);
    }
}
