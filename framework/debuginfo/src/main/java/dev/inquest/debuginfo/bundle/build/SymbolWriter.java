package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import dev.inquest.debuginfo.data.NameChoice;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.SymbolTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the symbols of a kernel or module: first those that stand for no address, because they do not move or are absolute, then the
 * others in the order of address.
 */
final class SymbolWriter {
    private static final int BLOCK = 512;
    private static final int FINGERPRINT = 6;

    private final SymbolTable table;
    private final Sections sections;
    private final List<Entry> fixed = new ArrayList<>();
    private final List<Entry> placed = new ArrayList<>();

    private record Entry(String name, long address, long size, int kind, int score, int index) {}

    SymbolWriter(SymbolTable table, Sections sections) {
        this.table = table;
        this.sections = sections;
        for (int i = 1; i < table.count(); i++) {
            if (table.usable(i)) {
                add(i);
            }
        }
        // Of several at one address the first is the one that the address is told to be.
        Comparator<Entry> order = Comparator.comparingLong((Entry entry) -> entry.address ^ Long.MIN_VALUE)
                .thenComparingInt(entry -> -entry.score)
                .thenComparing(Entry::name, NameChoice::compare)
                .thenComparingInt(Entry::index);
        fixed.sort(order);
        placed.sort(order);
    }

    private void add(int index) {
        int section = table.section(index);
        String name = table.name(index);
        long value = table.value(index);
        ElfFile file = table.file();
        ElfSection in = section > 0 ? file.section(section) : null;
        boolean answers = section > 0 && in != null && !sections.fixed(in);
        int moves = section < 0 && sections.kernelHas(value) ? Format.SYMBOL_MOVES : 0;
        if (section >= 0 && (in == null || !sections.has(section))) {
            return;
        }
        long address = section < 0 ? value : sections.address(section, value);
        Entry entry = new Entry(name, address, table.size(index), table.kind(index) | moves, score(index, name), index);
        (answers ? placed : fixed).add(entry);
    }

    /** See ElfSymbols: what says most about an address comes first. */
    private int score(int symbol, String name) {
        int binding = table.binding(symbol);
        boolean everyModules = name.equals("init_module") || name.equals("cleanup_module");
        return (everyModules ? 0 : 16)
                + (table.size(symbol) != 0 ? 8 : 0)
                + (binding == 1 ? 4 : binding == 2 ? 2 : 0)
                + (table.type(symbol) != 0 ? 1 : 0);
    }

    /** Returns the names of what may be a variable. */
    List<String> variables() {
        List<String> names = new ArrayList<>();
        for (List<Entry> entries : List.of(fixed, placed)) {
            for (Entry entry : entries) {
                if ("TtWw".indexOf(entry.kind & 0x7f) < 0) {
                    names.add(entry.name);
                }
            }
        }
        return names;
    }

    /**
     * What may be a function.
     *
     * @param name its name
     * @param address its address in the bundle
     * @param only whether no other function has the name
     */
    record Function(String name, long address, boolean only) {}

    /** Returns what may be functions, in the order of address. */
    List<Function> functions() {
        List<Entry> code = new ArrayList<>(placed);
        code.removeIf(entry -> "TtWw".indexOf(entry.kind & 0x7f) < 0);
        Map<String, Integer> counts = new HashMap<>();
        code.forEach(entry -> counts.merge(entry.name, 1, Integer::sum));
        List<Function> functions = new ArrayList<>();
        code.forEach(entry ->
                functions.add(new Function(entry.name, entry.address, counts.getOrDefault(entry.name, 0) == 1)));
        return functions;
    }

    int count() {
        return fixed.size() + placed.size();
    }

    void write(int module, BundleWriter writer) {
        BlockWriter blocks = new BlockWriter();
        IndexWriter index = new IndexWriter(FINGERPRINT);
        write(fixed, blocks, index);
        blocks.extra(blocks.count());
        write(placed, blocks, index);
        writer.add(blocks.end(Format.SYMBOLS, module));
        writer.add(index.end(Format.SYMBOL_NAMES, module));
    }

    private static void write(List<Entry> entries, BlockWriter blocks, IndexWriter index) {
        int from = 0;
        while (from < entries.size()) {
            int to = Math.min(entries.size(), from + BLOCK);
            // All of one address are in one block, so that the first of them is found.
            while (to < entries.size() && entries.get(to).address == entries.get(to - 1).address) {
                to++;
            }
            List<Entry> block = entries.subList(from, to);
            for (int i = 0; i < block.size(); i++) {
                index.add(0, block.get(i).name, blocks.records() + i);
            }
            blocks.add(block.getFirst().address, block.size(), block(block));
            from = to;
        }
    }

    private static byte[] block(List<Entry> entries) {
        Bytes out = new Bytes().uleb(entries.size());
        long end = entries.getFirst().address;
        for (Entry entry : entries) {
            out.sleb(entry.address - end);
            end = entry.address + entry.size;
        }
        entries.forEach(entry -> out.uleb(entry.size));
        entries.forEach(entry -> out.u8(entry.kind));
        entries.forEach(entry -> out.text(entry.name));
        return out.toArray();
    }
}
