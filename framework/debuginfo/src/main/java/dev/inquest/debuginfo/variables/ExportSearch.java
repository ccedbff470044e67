package dev.inquest.debuginfo.variables;

import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.debuginfo.variables.search.Image;
import dev.inquest.debuginfo.variables.search.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the table of exported symbols: the sections {@code __ksymtab} and {@code __ksymtab_gpl}, which lie behind one another in the
 * kernel's read-only data and are each sorted by name (include/asm-generic/vmlinux.lds.h, RO_DATA), as the loader of modules needs them
 * for its binary search (kernel/module/main.c, find_exported_symbol_in_section, until Linux 5.12 in kernel/module.c).
 *
 * <p>What is found is the table only if its functions, thousands of them, have the very addresses that kallsyms gives them.
 */
final class ExportSearch {
    /** As many well-formed entries in a row make a candidate. */
    private static final int ROW = 32;
    /** As many functions at least must have the addresses that kallsyms gives them. */
    private static final int WITNESSES = 64;
    /** Each section is sorted by itself; old kernels had five of them. */
    private static final int SECTIONS = 5;
    /**
     * One of as many functions may lack in kallsyms: those of KVM for arm64 have a prefix that it leaves out (scripts/kallsyms.c,
     * is_ignored_symbol), and Linux 5.10 exported some of them.
     */
    private static final int UNNAMED = 100;

    private final SymbolSource functions;
    private final Image image;

    ExportSearch(SymbolSource functions, Image image) {
        this.functions = functions;
        this.image = image;
    }

    /**
     * The table.
     *
     * @param address where it lies
     * @param entries how many entries it has
     * @param functions how many of them are functions that kallsyms has at the same address
     * @param unnamed how many of them are code that kallsyms does not have by that name
     * @param variables addresses of the others by name
     */
    record Table(long address, int entries, int functions, int unnamed, Map<String, Long> variables) {
        /** Says what proves it. */
        String proof() {
            return "table of " + entries + " entries; proved by its functions: "
                    + (unnamed == 0
                            ? "all " + functions + " have the address that kallsyms gives them"
                            : functions + " have the address that kallsyms gives them, " + unnamed
                                    + " are not in it by their names");
        }
    }

    /** Returns the table, or null when there is none that functions prove. */
    @Nullable
    Table find(Memory memory) {
        for (Image.Span span : image.data()) {
            Words words = Words.read(memory, span);
            for (ExportForm form : ExportForm.values()) {
                Table table = find(words, form);
                if (table != null) {
                    return table;
                }
            }
        }
        return null;
    }

    private @Nullable Table find(Words words, ExportForm form) {
        int last = words.length() - form.size();
        for (int at = 0; at <= last; at += form.width()) {
            int end = at;
            while (end <= last
                    && words.beginsName(words.index(form.name(words, end)))
                    && image(form.value(words, end))) {
                end += form.size();
            }
            if (end - at >= ROW * form.size()) {
                Table table = table(words, form, at, end);
                if (table != null) {
                    return table;
                }
                at = end - form.width();
            }
        }
        return null;
    }

    /** An offset into a per-CPU area that is linked at 0 (x86) is no address of the image. */
    private boolean image(long value) {
        return image.contains(value) || Long.compareUnsigned(value, 1L << 24) < 0;
    }

    /** Returns the longest table among entries that look well; null when none is proved. */
    private @Nullable Table table(Words words, ExportForm form, int start, int end) {
        Table best = null;
        Builder builder = new Builder(words.address(start));
        for (int at = start; at <= end; at += form.size()) {
            if (at == end || !builder.add(words.name(words.index(form.name(words, at))), form.value(words, at))) {
                Table table = builder.table();
                best = table == null || best != null && best.entries() >= table.entries() ? best : table;
                builder = new Builder(words.address(at + form.size()));
            }
        }
        return best;
    }

    /** A table, entry by entry. */
    private final class Builder {
        private final long address;
        private final Map<String, Long> variables = new LinkedHashMap<>();
        /** Those of the section that has not ended. */
        private final Map<String, Long> section = new LinkedHashMap<>();

        private int sectionFunctions;
        private int sections = 1;
        private int entries;
        private int known;
        private int unnamedFunctions;
        private String before = "";

        Builder(long address) {
            this.address = address;
        }

        /** Adds an entry; returns false when it is none of this table. */
        boolean add(@Nullable String name, long value) {
            if (name == null) {
                return false;
            }
            boolean function = named(functions.byName(name), value);
            boolean unnamed = !function && image.contains(value) && !image.isData(value);
            if (name.compareTo(before) < 0) {
                endSection();
                sections++;
            }
            before = name;
            entries++;
            if (function) {
                known++;
                sectionFunctions++;
            } else if (unnamed) {
                unnamedFunctions++;
            } else {
                section.put(name, value);
            }
            return true;
        }

        /** A section without a single function is none: something that looks like entries happened to lie beside the table. */
        private void endSection() {
            if (sectionFunctions > 0) {
                variables.putAll(section);
            }
            section.clear();
            sectionFunctions = 0;
        }

        @Nullable
        Table table() {
            endSection();
            boolean proved = known >= WITNESSES && unnamedFunctions <= known / UNNAMED && sections <= SECTIONS;
            return proved ? new Table(address, entries, known, unnamedFunctions, variables) : null;
        }
    }

    private static boolean named(List<Symbol> symbols, long address) {
        for (Symbol symbol : symbols) {
            if (symbol.address() == address) {
                return true;
            }
        }
        return false;
    }
}
