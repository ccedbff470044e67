package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.cache.UserCache;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.index.IndexFile;
import dev.inquest.debuginfo.index.IndexStore;
import dev.inquest.testkit.ElfFileWriter;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFileTest {
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    private static final String SAMPLE = "sample-5.elf";
    /** Those of DWARF; a file's symbols have an index of their own. */
    private static final List<IndexFile.Section> SECTIONS = Arrays.stream(IndexFile.Section.values())
            .filter(section -> !section.name().startsWith("SYMBOL"))
            .toList();

    @TempDir
    Path folder;

    private final byte[] bytes = Samples.bytes(SAMPLE);

    private Path file() {
        return folder.resolve(
                "0102030405060708090a0b0c0d0e0f1011121314-" + Integer.toHexString(bytes.length) + ".dwarf");
    }

    private DwarfLayout layout(byte[] id, long size) throws MalformedException {
        ElfFile file = ElfFile.open(ElfFileWriter.source(SAMPLE, bytes));
        IndexStore store = new IndexStore(new UserCache(folder, 1 << 30), id, size, "dwarf");
        return DwarfLayout.of(file, Placement.of(file, Samples.map(SAMPLE)), null, "DWARF", store);
    }

    /** What the sample has, found with names, addresses and offsets. */
    private String facts() throws MalformedException {
        return facts(layout(ID, bytes.length));
    }

    private static String facts(DwarfLayout layout) {
        TypeSource types = layout.types();
        LineSource lines = layout.lines();
        UnwindSource unwind = layout.unwind();
        assertNotNull(types);
        assertNotNull(lines);
        assertNotNull(unwind);
        StringBuilder text = new StringBuilder();
        for (TypeSource.Kind kind : TypeSource.Kind.values()) {
            TreeSet<String> names = new TreeSet<>();
            types.forEachName(kind, names::add);
            for (String name : names) {
                Type type = types.find(kind, name);
                text.append(kind).append(' ').append(name).append(' ');
                text.append(type == null ? "nothing" : type.spelling() + " " + type.size())
                        .append('\n');
            }
        }
        for (String name : List.of("first_item", "heads", "counter", "nobody")) {
            Type type = types.variable(name);
            text.append(name)
                    .append(' ')
                    .append(type == null ? "nothing" : type.spelling())
                    .append('\n');
        }
        for (long pc : new long[] {Samples.TEXT + Samples.BIAS + 5, Samples.INIT + Samples.BIAS + 3}) {
            text.append(lines.positions(pc)).append(unwind.row(pc)).append('\n');
        }
        return text.toString();
    }

    private long remade() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.equals(file())).count();
        }
    }

    @Test
    void theSecondUseTakesWhatTheFirstOneKept() throws Exception {
        String first = facts();
        assertTrue(first.contains("STRUCT item struct item "), first);
        assertTrue(first.contains("first_item struct item"), first);
        byte[] kept = Files.readAllBytes(file());
        Object inode = Files.getAttribute(file(), "unix:ino");
        assertEquals(first, facts());
        assertEquals(inode, Files.getAttribute(file(), "unix:ino"), "it was not written again");
        assertArrayEquals(kept, Files.readAllBytes(file()));
        assertEquals(0, remade(), "nothing else is left in the folder");
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void theIndexIsTheOnlySourceOfNamesWhenItIsThere() throws Exception {
        facts();
        // An index of the same file in which "item" has another kind: who asks the index finds no struct of that name.
        IndexFile kept = IndexFile.open(ByteBuffer.wrap(Files.readAllBytes(file())), ID, bytes.length);
        assertNotNull(kept);
        Map<IndexFile.Section, Buffer> contents = new EnumMap<>(IndexFile.Section.class);
        for (IndexFile.Section section : SECTIONS) {
            boolean wide = section.name().endsWith("KEYS")
                    || section.name().endsWith("STARTS")
                    || section.name().endsWith("ENDS");
            Buffer content = wide ? kept.longs(section) : kept.ints(section);
            assertNotNull(content, section.name());
            contents.put(section, content);
        }
        IntBuffer slots = kept.ints(IndexFile.Section.NAME_SLOTS);
        assertNotNull(slots);
        contents.put(IndexFile.Section.NAME_SLOTS, IntBuffer.wrap(new int[slots.limit()]));
        ByteBuffer empty = IndexFile.write(ID, bytes.length, contents);
        byte[] file = new byte[empty.remaining()];
        empty.get(file);
        Files.write(file(), file);
        TypeSource types = layout(ID, bytes.length).types();
        assertNotNull(types);
        assertNull(types.find(TypeSource.Kind.STRUCT, "item"));
    }

    /** A backtrace looks up no name: it keeps what it needed itself, which is no whole index to who does. */
    @Test
    void unwindingKeepsItsPartAndNamesComplete() throws Exception {
        long pc = Samples.TEXT + Samples.BIAS + 5;
        UnwindSource unwind = layout(ID, bytes.length).unwind();
        assertNotNull(unwind);
        String row = String.valueOf(unwind.row(pc));
        IndexFile part = IndexFile.open(ByteBuffer.wrap(Files.readAllBytes(file())), ID, bytes.length);
        assertNotNull(part);
        assertNotNull(part.longs(IndexFile.Section.FRAME_STARTS));
        assertNull(part.longs(IndexFile.Section.NAME_KEYS));
        Object inode = Files.getAttribute(file(), "unix:ino");
        UnwindSource again = layout(ID, bytes.length).unwind();
        assertNotNull(again);
        assertEquals(row, String.valueOf(again.row(pc)));
        assertEquals(inode, Files.getAttribute(file(), "unix:ino"), "it was not written again");

        String afterwards = facts();
        IndexFile whole = IndexFile.open(ByteBuffer.wrap(Files.readAllBytes(file())), ID, bytes.length);
        assertNotNull(whole);
        assertNotNull(whole.longs(IndexFile.Section.NAME_KEYS));
        assertNotNull(whole.longs(IndexFile.Section.FRAME_STARTS));
        Files.delete(file());
        assertEquals(facts(), afterwards);
        assertEquals(0, remade(), "nothing else is left in the folder");
    }

    @Test
    void anotherFileOrVersionIsNotTaken() throws Exception {
        facts();
        byte[] kept = Files.readAllBytes(file());
        ByteBuffer data = ByteBuffer.wrap(kept);
        assertNotNull(IndexFile.open(data, ID, bytes.length));
        assertNull(IndexFile.open(data, ID, bytes.length + 1));
        byte[] other = ID.clone();
        other[19]++;
        assertNull(IndexFile.open(data, other, bytes.length));
        assertNull(IndexFile.open(data, Arrays.copyOf(ID, 16), bytes.length));
        kept[8]++;
        assertNull(IndexFile.open(data, ID, bytes.length));
    }

    @Test
    void whateverIsDamagedIsRemadeAndNothingIsLost() throws Exception {
        String right = facts();
        byte[] whole = Files.readAllBytes(file());
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int at = 0; at < whole.length; at += at < 400 ? 1 : 97) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x41;
                Files.write(file(), changed);
                assertEquals(right, facts(), "byte " + at);
            }
            for (int size = 0; size < whole.length; size += size < 400 ? 13 : 501) {
                Files.write(file(), Arrays.copyOf(whole, size));
                assertEquals(right, facts(), "cut to " + size);
                assertEquals(right, facts(), "cut to " + size + ", the second time");
            }
        });
        assertArrayEquals(whole, Files.readAllBytes(file()), "the last use made it anew");
    }

    /** Whoever can write the file can also make its checksums right; then answers may be wrong, but they come, and soon. */
    @Test
    void nonsenseWithARightChecksumEnds() throws Exception {
        facts();
        IndexFile kept = IndexFile.open(ByteBuffer.wrap(Files.readAllBytes(file())), ID, bytes.length);
        assertNotNull(kept);
        Random random = new Random(3);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (int round = 0; round < 60; round++) {
                Map<IndexFile.Section, Buffer> contents = new EnumMap<>(IndexFile.Section.class);
                for (IndexFile.Section section : SECTIONS) {
                    int size = 1 << random.nextInt(8);
                    boolean wide = section.name().endsWith("KEYS")
                            || section.name().endsWith("STARTS")
                            || section.name().endsWith("ENDS");
                    contents.put(
                            section,
                            wide
                                    ? LongBuffer.wrap(random.longs(size).toArray())
                                    : IntBuffer.wrap(random.ints(size).toArray()));
                }
                ByteBuffer written = IndexFile.write(ID, bytes.length, contents);
                byte[] file = new byte[written.remaining()];
                written.get(file);
                Files.write(file(), file);
                assertFalse(facts().isEmpty());
            }
        });
    }

    @Test
    void theUserMovesItOrTurnsItOff() throws Exception {
        ElfFile file = ElfFile.open(ElfFileWriter.source(SAMPLE, bytes));
        Placement placement = Placement.of(file, Samples.map(SAMPLE));
        assertFalse(
                Indices.store(file, placement, Map.of(), Indices.WORTHWHILE).keeps(),
                "the sample is too small to be worth it");
        assertFalse(Indices.store(file, placement, Map.of("INQUEST_INDEX", "off"), 0)
                .keeps());
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", folder + "/x", "INQUEST_INDEX", folder + "/moved");
        IndexStore moved = Indices.store(file, placement, environment, 0);
        assertTrue(moved.keeps());
        facts(DwarfLayout.of(file, placement, null, "DWARF", moved));
        assertTrue(Files.exists(folder.resolve("moved")));
        assertFalse(Files.exists(folder.resolve("x")));
        IndexStore usual = Indices.store(file, placement, Map.of("XDG_CACHE_HOME", folder + "/x"), 0);
        facts(DwarfLayout.of(file, placement, null, "DWARF", usual));
        assertTrue(Files.exists(folder.resolve("x/inquest/index")));
        assertFalse(IndexStore.NONE.keeps());
        assertNull(IndexStore.NONE.open());
    }

    @Test
    void aFolderThatCannotBeWrittenCostsTimeOnly() throws Exception {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "a file, and no folder");
        ElfFile file = ElfFile.open(ElfFileWriter.source(SAMPLE, bytes));
        IndexStore store = new IndexStore(new UserCache(blocked.resolve("deeper"), 1 << 30), ID, bytes.length, "dwarf");
        DwarfLayout layout = DwarfLayout.of(file, Placement.of(file, Samples.map(SAMPLE)), null, "DWARF", store);
        assertTrue(facts(layout).contains("STRUCT item"));
    }
}
