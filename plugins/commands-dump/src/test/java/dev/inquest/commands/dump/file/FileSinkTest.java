package dev.inquest.commands.dump.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    @TempDir
    Path folder;

    private Target target(String name, boolean force) throws CommandException {
        return Target.of(folder.resolve(name).toString(), force, List.of());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    @Test
    void bytesComeInAnyOrderAndTheNameComesLast() throws Exception {
        try (FileSink sink = new FileSink(target("dump", false), Long.MAX_VALUE)) {
            sink.write(6, bytes(7, 8));
            sink.write(0, bytes(1, 2));
            sink.writeZeros(8, 3);
            assertTrue(names().stream().noneMatch("dump"::equals), names().toString());
            sink.finish();
        }
        assertEquals(List.of("dump"), names());
        assertArrayEquals(new byte[] {1, 2, 0, 0, 0, 0, 7, 8, 0, 0, 0}, Files.readAllBytes(folder.resolve("dump")));
    }

    @Test
    void whatIsNotFinishedLeavesNothing() throws Exception {
        try (FileSink sink = new FileSink(target("dump", false), Long.MAX_VALUE)) {
            sink.write(0, bytes(1));
            assertEquals(1, names().size());
        }
        assertEquals(List.of(), names());
    }

    @Test
    void anOldFileStaysUntilTheNewOneIsWhole() throws Exception {
        Files.writeString(folder.resolve("dump"), "old");
        assertThrows(CommandException.class, () -> target("dump", false));
        try (FileSink sink = new FileSink(target("dump", true), Long.MAX_VALUE)) {
            sink.write(0, bytes('n', 'e', 'w'));
            assertEquals("old", Files.readString(folder.resolve("dump")));
            sink.finish();
        }
        assertEquals("new", Files.readString(folder.resolve("dump")));
        assertEquals(List.of("dump"), names());
    }

    @Test
    void whatAppearsMeanwhileIsLeftAlone() throws Exception {
        try (FileSink sink = new FileSink(target("dump", false), Long.MAX_VALUE)) {
            sink.write(0, bytes(1));
            Files.writeString(folder.resolve("dump"), "another's");
            assertThrows(FileAlreadyExistsException.class, sink::finish);
        }
        assertEquals("another's", Files.readString(folder.resolve("dump")));
        assertEquals(List.of("dump"), names());
    }

    @Test
    void theLimitHolds() throws Exception {
        try (FileSink sink = new FileSink(target("dump", false), 4)) {
            sink.write(0, bytes(1, 2, 3, 4));
            IOException full = assertThrows(LimitException.class, () -> sink.write(3, bytes(4, 5)));
            assertTrue(Trouble.noRoom(full));
            assertThrows(LimitException.class, () -> sink.writeZeros(4, 1));
        }
        assertEquals(List.of(), names());
    }

    @Test
    void theInputIsKnownUnderOtherNames() throws Exception {
        Path input = Files.writeString(folder.resolve("input"), "memory");
        Files.createLink(folder.resolve("link"), input);
        Files.createSymbolicLink(folder.resolve("symbolic"), input);
        for (String name : List.of("input", "link", "symbolic")) {
            CommandException refused = assertThrows(
                    CommandException.class, () -> Target.of(folder.resolve(name).toString(), true, List.of(input)));
            assertTrue(String.valueOf(refused.getMessage()).contains("is the input"), refused.getMessage());
        }
    }

    @Test
    void aNameTooLongForTheFolderStillHasItsFileBeside() throws Exception {
        String name = "n".repeat(250);
        try (FileSink sink = new FileSink(target(name, false), Long.MAX_VALUE)) {
            sink.write(0, bytes(1));
            sink.finish();
        }
        assertEquals(List.of(name), names());
    }
}
