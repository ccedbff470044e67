package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What dump levels leave out, against what makedumpfile left out: its report on the sample; the bitmaps of real dumps that it made, below the folder
 * that the environment's {@code INQUEST_DUMPS} names; and, level by level, of the dump {@code INQUEST_FULL_DUMP}, an ELF of /proc/vmcore, when
 * {@code INQUEST_MAKEDUMPFILE} names a makedumpfile that knows its kernel.
 */
class DumpLevelsTest {
    /** Offset of {@code block_size} in {@code struct disk_dump_header} of 64-bit machines (makedumpfile's diskdump_mod.h). */
    private static final int BLOCK_SIZE = 428;

    @TempDir
    Path folder;

    /** The page frames that a compressed kdump has, by its second bitmap, and its level. */
    private record Kdump(BitSet pages, int level) {
        static Kdump of(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
                ByteBuffer head = read(channel, 0, 4096);
                int block = head.getInt(BLOCK_SIZE);
                int size = block * head.getInt(BLOCK_SIZE + 8) / 2;
                int level = read(channel, block, 64).getInt(8);
                ByteBuffer bitmap = read(channel, block * (1L + head.getInt(BLOCK_SIZE + 4)) + size, size);
                return new Kdump(BitSet.valueOf(bitmap), level);
            }
        }

        private static ByteBuffer read(FileChannel channel, long offset, int size) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            int read = 1;
            while (bytes.hasRemaining() && read > 0) {
                read = channel.read(bytes, offset + bytes.position());
            }
            return bytes.flip();
        }
    }

    private Map<String, Long> usage(Path dump) throws IOException {
        Inquest.Run run = new Inquest(folder).run("dump", "mem-usage", "--format", "json", dump.toString());
        run.isForUsers();
        assertEquals(0, run.exit(), run.err());
        Map<String, Object> result =
                Json.objects(Json.object(Json.parse(run.out())).get("results")).getFirst();
        Map<String, Long> pages = new TreeMap<>();
        for (Map<String, Object> row : Json.objects(result.get("rows"))) {
            pages.put(String.valueOf(row.get("type")), DumpFolders.number(row.get("pages")));
        }
        return pages;
    }

    @Test
    void theSampleHasThePagesThatMakedumpfileKept() throws IOException {
        Map<String, Long> usage = usage(Inquest.sample("vmcore"));
        // makedumpfile 1.7.2 -d 0 --message-level 31 of the sample: original pages, remaining pages, pages filled with
        // zero.
        assertEquals(0xbedd, usage.get("TOTAL"));
        assertEquals(0x393a, usage.get("KERN_DATA"));
        assertEquals(0xad6, usage.get("ZERO"));
    }

    @TestFactory
    Stream<DynamicTest> realDumpsHaveThePagesThatMakedumpfileKept() throws IOException {
        return DumpFolders.each("vmcore", (one, dump) -> {
            Kdump kdump = Kdump.of(dump);
            assumeTrue(kdump.level() == 31, "not made with dump level 31");
            Map<String, Long> usage = usage(dump);
            long kept = DumpFolders.number(usage.get("KERN_DATA")) + DumpFolders.number(usage.get("ZERO"));
            // makedumpfile 1.7.6 does not know the free pages of Linux 6.12 (its commit 72c3414, for 1.7.7).
            boolean freeKept = String.valueOf(one.getFileName()).startsWith("x86_64-6.12");
            assertEquals(kdump.pages().cardinality(), freeKept ? kept + DumpFolders.number(usage.get("FREE")) : kept);
        });
    }

    @TestFactory
    Stream<DynamicTest> eachLevelLeavesOutWhatMakedumpfileLeavesOut() {
        String makedumpfile = System.getenv("INQUEST_MAKEDUMPFILE");
        String dump = System.getenv("INQUEST_FULL_DUMP");
        if (makedumpfile == null || dump == null || !Files.exists(Path.of(dump))) {
            return Stream.of(
                    DynamicTest.dynamicTest(
                            "no dump",
                            () -> assumeTrue(
                                    false,
                                    "INQUEST_FULL_DUMP names no ELF of /proc/vmcore, or INQUEST_MAKEDUMPFILE no makedumpfile")));
        }
        return IntStream.range(0, 32)
                .mapToObj(level -> DynamicTest.dynamicTest("level " + level, () -> level(makedumpfile, dump, level)));
    }

    private void level(String makedumpfile, String dump, int level) throws IOException, InterruptedException {
        Path theirs = folder.resolve("theirs-" + level);
        Path ours = folder.resolve("ours-" + level);
        List<String> command = new ArrayList<>(List.of(makedumpfile.split(" ", -1)));
        command.addAll(List.of("-l", "-d", String.valueOf(level), "--message-level", "1", dump, theirs.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertEquals(0, process.waitFor(), "makedumpfile failed");
        Inquest.Run run =
                new Inquest(folder).run("dump", "filter", "-l", "-d", String.valueOf(level), dump, ours.toString());
        assertEquals(0, run.exit(), run.err());
        BitSet differ = Kdump.of(ours).pages();
        differ.xor(Kdump.of(theirs).pages());
        assertTrue(differ.isEmpty(), () -> differ.cardinality() + " pages, from " + differ.nextSetBit(0) + " on");
        Files.delete(theirs);
        Files.delete(ours);
    }
}
