package dev.inquest.debuginfo.elf;

import dev.inquest.debuginfo.data.AddressIndex;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.data.Strings;
import dev.inquest.debuginfo.index.IndexStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code .symtab} as it lies in the file (ELF gABI 4.1, chapter 4, "Symbol Table"). Symbols are known by their index;
 * no objects are made of them. Names are hashed, each once, when the first one is looked up, where the user's cache has no index of them. Safe
 * for use by many threads.
 */
public final class SymbolTable {
    private static final int NOTYPE = 0;
    private static final int SECTION = 3;
    private static final int FILE = 4;
    private static final int ABSOLUTE = 0xfff1;
    private static final int COMMON = 0xfff2;
    private static final int XINDEX = 0xffff;
    /** Bytes of a table from which on an index is worth keeping. */
    private static final int WORTHWHILE = 1 << 18;
    /** Symbols that one call goes over: Java compiles what is called often long before what loops for long. */
    private static final int PIECE = 64;

    private static final byte[] CHECKSUM = "__crc_".getBytes(StandardCharsets.US_ASCII);

    private final ElfFile file;
    private final ByteBuffer entries;
    private final ByteBuffer names;
    private final @Nullable ByteBuffer extended;
    private final int entrySize;
    private final int count;
    private final boolean wide;
    private final IndexStore store;
    private volatile SymbolIndex.@Nullable Names hashed;
    private boolean opened;
    private @Nullable SymbolIndex kept;

    private SymbolTable(
            ElfFile file, ByteBuffer entries, ByteBuffer names, @Nullable ByteBuffer extended, IndexStore store) {
        this.file = file;
        this.store = store;
        this.entries = entries;
        this.names = names;
        this.extended = extended;
        this.wide = file.wide();
        this.entrySize = wide ? 24 : 16;
        this.count = entries.limit() / entrySize;
    }

    /** Finds the symbol table of a file; null when it has none or was stripped. */
    public static @Nullable SymbolTable of(ElfFile file) throws MalformedException {
        return of(file, IndexStore.NONE);
    }

    /**
     * Finds the symbol table of a file that will be used by name and address; null when it has none or was stripped.
     *
     * @param environment the variables of the environment, which may say where the user's cache is
     */
    public static @Nullable SymbolTable indexed(ElfFile file, Map<String, String> environment)
            throws MalformedException {
        ElfSection table = file.sectionOfType(ElfSection.SYMTAB);
        boolean worthwhile = table != null && table.size() >= WORTHWHILE && file.type() != ElfFile.REL;
        return of(
                file,
                worthwhile
                        ? IndexStore.of(Notes.buildId(file).orElse(""), file.size(), "symbols", environment)
                        : IndexStore.NONE);
    }

    static @Nullable SymbolTable of(ElfFile file, IndexStore store) throws MalformedException {
        ElfSection table = file.sectionOfType(ElfSection.SYMTAB);
        if (table == null || table.size() == 0) {
            return null;
        }
        ElfSection strings = file.section(table.link());
        if (strings == null) {
            throw MalformedException.at(file.name(), table.offset(), "the symbol table has no names");
        }
        ElfSection indices = file.sectionOfType(ElfSection.SYMTAB_SHNDX);
        return new SymbolTable(
                file, file.data(table), file.data(strings), indices == null ? null : file.data(indices), store);
    }

    /** Returns the file that the table is of. */
    public ElfFile file() {
        return file;
    }

    /** Returns the number of entries; index 0 is the null symbol. */
    public int count() {
        return count;
    }

    /** Returns a symbol's name. */
    public String name(int index) {
        return Strings.at(names, nameOffset(index));
    }

    private long nameOffset(int index) {
        return entries.getInt(index * entrySize) & 0xffffffffL;
    }

    /** Returns {@code st_value}: the address as linked, or in a relocatable file the offset in its section. */
    public long value(int index) {
        int at = index * entrySize;
        return wide ? entries.getLong(at + 8) : entries.getInt(at + 4) & 0xffffffffL;
    }

    /** Returns {@code st_size} in bytes. */
    public long size(int index) {
        int at = index * entrySize;
        return wide ? entries.getLong(at + 16) : entries.getInt(at + 8) & 0xffffffffL;
    }

    private int info(int index) {
        return entries.get(index * entrySize + (wide ? 4 : 12)) & 0xff;
    }

    /** Returns {@code STB_*}: 0 local, 1 global, 2 weak. */
    public int binding(int index) {
        return info(index) >> 4;
    }

    /** Returns {@code STT_*}: 0 none, 1 object, 2 function. */
    public int type(int index) {
        return info(index) & 0xf;
    }

    /** Returns the index of the section that the symbol lies in; 0 when it is undefined, -1 when it is absolute. */
    public int section(int index) {
        int section = entries.getShort(index * entrySize + (wide ? 6 : 14)) & 0xffff;
        if (section == XINDEX && extended != null && index <= extended.limit() / 4 - 1) {
            return extended.getInt(index * 4);
        }
        return switch (section) {
            case ABSOLUTE -> -1;
            case COMMON -> 0;
            default -> section;
        };
    }

    /**
     * Returns whether users mean this entry when they say symbol: defined and named, and not a file, a section, a constant of the
     * assembler, a mapping symbol ({@code $x}), a local label or a checksum ({@code __crc_*}).
     */
    public boolean usable(int index) {
        int info = info(index);
        int type = info & 0xf;
        long name = nameOffset(index);
        if (type == SECTION || type == FILE || name == 0 || name >= names.limit()) {
            return false;
        }
        int section = section(index);
        if (section == 0 || section < 0 && info == NOTYPE) {
            return false;
        }
        byte first = names.get((int) name);
        return switch (first) {
            case 0, '$' -> false;
            case '.' -> name + 1 >= names.limit() || names.get((int) name + 1) != 'L';
            case '_' -> !checksum((int) name);
            default -> true;
        };
    }

    private boolean checksum(int name) {
        if (name > names.limit() - CHECKSUM.length) {
            return false;
        }
        for (int i = 1; i < CHECKSUM.length; i++) {
            if (names.get(name + i) != CHECKSUM[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the usable symbols of a name, by index. */
    public int[] find(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        SymbolIndex.Names table = hashed();
        int[] found = new int[4];
        int size = 0;
        int at = table.first(Strings.hash(bytes));
        // A chain is no longer than the table, or what the cache keeps makes no sense.
        for (int left = count; at != 0 && left > 0; left--) {
            if (Strings.equal(names, nameOffset(at), bytes) && usable(at)) {
                found = size == found.length ? Arrays.copyOf(found, size * 2) : found;
                found[size++] = at;
            }
            at = table.after(at);
        }
        int[] result = Arrays.copyOf(found, size);
        Arrays.sort(result);
        return result;
    }

    /** Returns the first usable symbol of a name, a global one if there is any; 0 when there is none. */
    public int first(String name) {
        int best = 0;
        for (int index : find(name)) {
            if (best == 0 || binding(best) == 0 && binding(index) != 0) {
                best = index;
            }
        }
        return best;
    }

    /** Returns what the user's cache keeps of this table, or null. */
    synchronized @Nullable SymbolIndex kept() {
        if (!opened) {
            opened = true;
            kept = SymbolIndex.open(store, count);
        }
        return kept;
    }

    /** Returns whether the user's cache keeps an index that is given to it. */
    boolean keeps() {
        return store.keeps();
    }

    /** Keeps the order of the symbols that answer for addresses, by address as linked, for the next process. */
    void keep(AddressIndex order) {
        new SymbolIndex(hashed(), order).save(store);
    }

    private SymbolIndex.Names hashed() {
        SymbolIndex.Names ready = hashed;
        if (ready == null) {
            synchronized (this) {
                ready = hashed;
                if (ready == null) {
                    SymbolIndex index = kept();
                    ready = index == null ? hash() : index.names();
                    hashed = ready;
                }
            }
        }
        return ready;
    }

    private SymbolIndex.Names hash() {
        int[] heads = new int[Integer.highestOneBit(Math.max(16, count)) * 2];
        int[] next = new int[Math.max(1, count)];
        for (int i = 1; i < count; i += PIECE) {
            hash(i, Math.min(count, i + PIECE), heads, next);
        }
        return new SymbolIndex.Names(heads, next);
    }

    private void hash(int from, int to, int[] heads, int[] next) {
        int end = names.limit();
        for (int i = from; i < to; i++) {
            long name = nameOffset(i);
            if (name > 0 && name < end) {
                int bucket = Strings.hash(names, (int) name) & heads.length - 1;
                next[i] = heads[bucket];
                heads[bucket] = i;
            }
        }
    }

    /** Returns nm's letter for a symbol. */
    public char kind(int index) {
        int binding = binding(index);
        int section = section(index);
        if (binding == 2) {
            return type(index) == 1 ? 'V' : 'W';
        }
        char letter = 'a';
        ElfSection in = file.section(section);
        if (in != null) {
            letter = in.executable() ? 't' : in.type() == ElfSection.NOBITS ? 'b' : in.writable() ? 'd' : 'r';
        }
        return binding == 0 ? letter : Character.toUpperCase(letter);
    }
}
