package dev.inquest.debuginfo.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.cache.UserCache;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.index.IndexFile;
import dev.inquest.debuginfo.index.IndexStore;
import dev.inquest.testkit.ElfFileWriter;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a symbol table answers with the index that the user's cache keeps of it is what it answers without. */
class SymbolIndexTest {
    private static final byte[] ID = {7, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    private static final long TEXT = 0xffffffff81000000L;
    private static final long DATA = TEXT + 0x200000;
    private static final int FUNCTIONS = 400;

    @TempDir
    Path folder;

    private final byte[] bytes = file(FUNCTIONS);

    private static byte[] file(int functions) {
        ElfFileWriter file = new ElfFileWriter(ElfFile.EXEC, 62, ByteOrder.LITTLE_ENDIAN);
        int text = file.section(".text", 1, 6, TEXT, new byte[functions * 48]);
        int data = file.section(".data", 1, 3, DATA, new byte[0x1000]);
        int perCpu = file.section(".data..percpu", 1, 3, 0, new byte[0x100]);
        ByteBuffer note = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(4)
                .putInt(20)
                .putInt(3)
                .put("GNU\0".getBytes(StandardCharsets.US_ASCII))
                .put(ID);
        file.section(".note.gnu.build-id", 7, 2, DATA + 0x2000, note.array());
        file.symbol("main.c", 0, 0, 0, 4, 0xfff1);
        file.symbol("cpu_number", 0x10, 8, 1, 1, perCpu);
        file.symbol("absolute", 0x1234, 0, 1, 0, 0xfff1);
        file.symbol("__crc_function_3", 0x99, 0, 0, 0, 0xfff1);
        for (int i = 0; i < functions; i++) {
            // Not in the order of addresses; some with an alias, a label inside, or a name that others have too.
            long address = TEXT + i * 7L % functions * 48;
            file.symbol("function_" + i, address, 40, i % 3 == 0 ? 0 : 1, 2, text);
            if (i % 5 == 0) {
                file.symbol("alias_" + i, address, 40, 2, 2, text);
                file.symbol("label", address + 8, 0, 0, 0, text);
            }
        }
        file.symbol("variable", DATA + 0x20, 16, 1, 1, data);
        return file.build();
    }

    private IndexStore store() {
        return new IndexStore(new UserCache(folder, 1 << 30), ID, bytes.length, "symbols");
    }

    private Path kept() {
        return folder.resolve(
                "0702030405060708090a0b0c0d0e0f1011121314-" + Integer.toHexString(bytes.length) + ".symbols");
    }

    private String facts(IndexStore store, long bias) throws MalformedException {
        ElfFile file = ElfFile.open(ElfFileWriter.source("vmlinux", bytes));
        SymbolTable table = SymbolTable.of(file, store);
        assertNotNull(table);
        ElfSymbols symbols = new ElfSymbols(table, Placement.of(file, LoadMap.kernel(bias)), "symtab");
        StringBuilder text = new StringBuilder();
        for (String name : List.of("variable", "label", "function_3", "alias_5", "cpu_number", "absolute", "nobody")) {
            text.append(name).append(symbols.byName(name)).append('\n');
        }
        for (long at = TEXT - 8; at < TEXT + FUNCTIONS * 48 + 16; at += 20) {
            text.append(symbols.at(at + bias)).append('\n');
        }
        text.append(symbols.at(DATA + bias + 0x24)).append(symbols.at(0x10)).append('\n');
        symbols.forEach(symbol -> text.append(symbol).append('\n'));
        return text.toString();
    }

    @Test
    void theSecondUseTakesWhatTheFirstOneKept() throws Exception {
        String right = facts(IndexStore.NONE, 0);
        assertTrue(right.contains("variable[Symbol"), right);
        assertEquals(right, facts(store(), 0));
        Object inode = Files.getAttribute(kept(), "unix:ino");
        assertEquals(right, facts(store(), 0));
        assertEquals(facts(IndexStore.NONE, 0x1a00000), facts(store(), 0x1a00000), "a kernel that was moved");
        assertEquals(inode, Files.getAttribute(kept(), "unix:ino"), "it was not written again");
    }

    @Test
    void theIndexIsWhatLeadsToNames() throws Exception {
        facts(store(), 0);
        Map<IndexFile.Section, Buffer> contents = contents();
        contents.put(IndexFile.Section.SYMBOL_HEADS, IntBuffer.wrap(new int[1]));
        write(contents);
        assertTrue(facts(store(), 0).startsWith("variable[]\n"));
    }

    private Map<IndexFile.Section, Buffer> contents() throws IOException {
        IndexFile file = IndexFile.open(ByteBuffer.wrap(Files.readAllBytes(kept())), ID, bytes.length);
        assertNotNull(file);
        Map<IndexFile.Section, Buffer> contents = new EnumMap<>(IndexFile.Section.class);
        for (IndexFile.Section section : IndexFile.Section.values()) {
            if (section.name().startsWith("SYMBOL")) {
                Buffer content = wide(section) ? file.longs(section) : file.ints(section);
                assertNotNull(content, section.name());
                contents.put(section, content);
            }
        }
        return contents;
    }

    private static boolean wide(IndexFile.Section section) {
        return section == IndexFile.Section.SYMBOL_ADDRESSES;
    }

    private void write(Map<IndexFile.Section, Buffer> contents) throws IOException {
        ByteBuffer written = IndexFile.write(ID, bytes.length, contents);
        byte[] file = new byte[written.remaining()];
        written.get(file);
        Files.write(kept(), file);
    }

    @Test
    void whatIsDamagedIsRemade() throws Exception {
        String right = facts(store(), 0);
        byte[] whole = Files.readAllBytes(kept());
        for (int at = 0; at < whole.length; at += at < 300 ? 7 : 211) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x41;
            Files.write(kept(), changed);
            assertEquals(right, facts(store(), 0), "byte " + at);
            Files.write(kept(), Arrays.copyOf(whole, at));
            assertEquals(right, facts(store(), 0), "cut to " + at);
        }
    }

    /** Whoever can write the file can also make its checksums right; then symbols may be missing, but none is made up. */
    @Test
    void nonsenseWithARightChecksumEnds() throws Exception {
        List<String> right = facts(store(), 0).lines().toList();
        Map<IndexFile.Section, Buffer> whole = contents();
        Random random = new Random(5);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (int round = 0; round < 80; round++) {
                Map<IndexFile.Section, Buffer> contents = new EnumMap<>(IndexFile.Section.class);
                int large = random.nextBoolean() ? FUNCTIONS : Integer.MAX_VALUE;
                whole.forEach((section, content) -> {
                    int size = random.nextInt(4) == 0 ? 1 << random.nextInt(9) : content.limit();
                    contents.put(
                            section,
                            wide(section)
                                    ? LongBuffer.wrap(random.longs(size).toArray())
                                    : IntBuffer.wrap(
                                            random.ints(size, -1, large).toArray()));
                });
                write(contents);
                facts(store(), 0)
                        .lines()
                        .skip(7)
                        .filter(line -> line.startsWith("Symbol["))
                        .forEach(line -> {
                            String name = line.substring(0, line.indexOf(','));
                            assertTrue(right.stream().anyMatch(known -> known.startsWith(name + ",")), line);
                        });
            }
        });
    }

    @Test
    void smallTablesAreNotWorthAFile() throws Exception {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", folder.toString());
        assertFalse(indexed(bytes, environment).keeps());
        byte[] large = file(12_000);
        assertTrue(indexed(large, environment).keeps());
        assertFalse(indexed(large, Map.of("INQUEST_INDEX", "off")).keeps());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    private static SymbolTable indexed(byte[] file, Map<String, String> environment) throws MalformedException {
        SymbolTable table = SymbolTable.indexed(ElfFile.open(ElfFileWriter.source("vmlinux", file)), environment);
        assertNotNull(table);
        return table;
    }
}
