package dev.inquest.debuginfo.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.layout.TypeSource.Kind;
import dev.inquest.api.types.StructType;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares with pahole's reading of the same BTF, for every vmlinux in the directory that the system property {@code inquest.kernels}
 * names. Structs of one name that differ are left out: which of them pahole shows is chance.
 */
class BtfOfKernelsTest {
    private record Mapped(String name, MemorySegment bytes) implements ByteSource {
        @Override
        public long size() {
            return bytes.byteSize();
        }

        @Override
        public MemorySegment slice(long offset, long length) {
            return bytes.asSlice(offset, length);
        }

        @Override
        public void close() {}
    }

    @Test
    void sizesAndNumbersOfMembersAreThoseThatPaholeReads() throws Exception {
        String directory = System.getProperty("inquest.kernels");
        assumeTrue(directory != null, "the system property inquest.kernels names no directory with vmlinux files");
        List<Path> kernels = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(Objects.requireNonNull(directory)))) {
            files.filter(file -> String.valueOf(file.getFileName()).startsWith("vmlinux"))
                    .forEach(kernels::add);
        }
        assumeTrue(!kernels.isEmpty(), "there is no vmlinux in " + directory);
        for (Path kernel : kernels) {
            compare(kernel);
        }
    }

    private static void compare(Path kernel) throws IOException, MalformedException, BtfException {
        Map<String, Integer> sizes = pahole("--sizes", kernel);
        Map<String, Integer> members = pahole("--nr_members", kernel);
        assumeTrue(!sizes.isEmpty(), "pahole is not installed");
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(kernel)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            ElfFile elf = ElfFile.open(new Mapped(kernel.toString(), bytes));
            Btf btf = (Btf) Btf.parse(
                    MemorySegment.ofBuffer(elf.data(Objects.requireNonNull(elf.section(".BTF")))),
                    elf.order(),
                    kernel.toString());
            List<String> names = new ArrayList<>();
            btf.forEachName(Kind.STRUCT, names::add);
            int compared = 0;
            int differing = 0;
            for (String name : names) {
                Integer size = sizes.get(name);
                if (size == null) {
                    continue;
                }
                StructType struct = assertInstanceOf(StructType.class, btf.find(Kind.STRUCT, name), name);
                compared++;
                if (struct.size() != size || struct.members().size() != members.getOrDefault(name, -1)) {
                    differing++;
                }
                for (StructType.Member member : struct.members()) {
                    assertTrue(!member.type().get().spelling().isEmpty(), name);
                }
            }
            assertTrue(compared > 5000, kernel + ": only " + compared + " structs compared");
            // Some forty names stand for several structs, of which pahole shows another one.
            assertTrue(differing < compared / 100, kernel + ": " + differing + " of " + compared + " differ");
            assertEquals(
                    16,
                    Objects.requireNonNull(btf.find(Kind.STRUCT, "list_head")).size());
        }
    }

    private static Map<String, Integer> pahole(String what, Path kernel) {
        Map<String, Integer> numbers = new HashMap<>();
        try {
            Process process = new ProcessBuilder("pahole", "-F", "btf", what, kernel.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] fields = line.split("\t");
                    numbers.putIfAbsent(fields[0], Integer.parseInt(fields[1]));
                }
            }
        } catch (IOException e) {
            return Map.of();
        } catch (NumberFormatException e) {
            throw new UncheckedIOException(new IOException("pahole printed something else", e));
        }
        return numbers;
    }
}
