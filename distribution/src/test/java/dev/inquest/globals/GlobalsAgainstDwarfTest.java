package dev.inquest.globals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.core.types.GlobalTypes;
import dev.inquest.core.types.TypeTable;
import dev.inquest.core.types.WellKnownGlobals;
import dev.inquest.debuginfo.file.ElfDebugFileFormat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares the table of well-known globals with the DWARF of real kernels. Needs the system property {@code inquest.kernels}, a directory with
 * {@code vmlinux-RELEASE}; without it the test is skipped.
 */
class GlobalsAgainstDwarfTest {

    @Test
    void theTableSaysWhatDwarfSays() throws IOException, OpenException {
        String folder = System.getProperty("inquest.kernels");
        assumeTrue(folder != null, "the system property inquest.kernels names no directory of kernels");
        int kernels = 0;
        List<String> wrong = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of(Objects.requireNonNull(folder)), "vmlinux-*")) {
            for (Path file : files) {
                check(file).forEach(one -> wrong.add(file.getFileName() + ": " + one));
                kernels++;
            }
        }
        assertTrue(kernels > 0, folder + " has no vmlinux");
        assertEquals(List.of(), wrong);
    }

    private static List<String> check(Path path) throws IOException, OpenException {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        try (DebugFile file = new ElfDebugFileFormat().open(new Mapped(path), Progress.NONE)) {
            List<LayoutSource> sources = file.load(LoadMap.kernel(0));
            TypeTable types = new TypeTable(() -> sources);
            WellKnownGlobals table = WellKnownGlobals.load();
            // With no source to ask, the answer is the table's.
            GlobalTypes globals = new GlobalTypes(List::of, types, table);
            for (String name : table.names()) {
                Symbol symbol = symbol(sources, name);
                Type told = symbol == null ? null : variable(sources, name);
                // The table cannot spell an anonymous struct; DWARF is then the only one to know.
                boolean nameless = told != null && told.bare() instanceof StructType struct && struct.tag() == null;
                if (symbol == null || told == null || told.size() <= 0 || nameless) {
                    continue;
                }
                GlobalTypes.Answer answer = globals.find(symbol);
                compared++;
                if (answer == null) {
                    wrong.add(name + ": the table has nothing that fits " + told.spelling());
                } else if (!same(answer.type(), told)) {
                    wrong.add(name + ": " + answer.type().spelling() + ", but DWARF says " + told.spelling());
                }
            }
        }
        assertTrue(compared > 100, path + ": only " + compared + " compared");
        return wrong;
    }

    private static @Nullable Symbol symbol(List<LayoutSource> sources, String name) {
        for (LayoutSource source : sources) {
            SymbolSource symbols = source.symbols();
            if (symbols != null && !symbols.byName(name).isEmpty()) {
                return symbols.byName(name).getFirst();
            }
        }
        return null;
    }

    private static @Nullable Type variable(List<LayoutSource> sources, String name) {
        for (LayoutSource source : sources) {
            TypeSource types = source.types();
            if (types != null && !types.ready()) {
                return types.variable(name);
            }
        }
        return null;
    }

    /**
     * Returns whether two types are the same but for typedefs and qualifiers. The table may say less: a pointer to anything, an array without a
     * count. BTF of older kernels does not tell that {@code char} is signed.
     */
    private static boolean same(Type one, Type other) {
        Type a = one.bare();
        Type b = other.bare();
        return switch (a) {
            case PointerType pointer ->
                b instanceof PointerType p
                        && (pointer.target().bare().spelling().equals("void") || same(pointer.target(), p.target()));
            case ArrayType array ->
                b instanceof ArrayType r
                        && (array.count() < 0 || array.size() == r.size())
                        && same(array.element(), r.element());
            case StructType struct ->
                b instanceof StructType s
                        && struct.union() == s.union()
                        && Objects.equals(struct.tag(), s.tag())
                        && (struct.size() == s.size() || struct.size() < 0 || s.size() < 0);
            case EnumType enumeration -> b instanceof EnumType e && Objects.equals(enumeration.tag(), e.tag());
            case IntType integer ->
                b instanceof IntType i
                        && integer.size() == i.size()
                        && (integer.signed() == i.signed() || integer.spelling().equals(i.spelling()));
            default -> a.spelling().equals(b.spelling());
        };
    }

    /** A file for reading until the test ends. */
    private static final class Mapped implements ByteSource {
        private final Path path;
        private final Arena arena = Arena.ofShared();
        private final MemorySegment bytes;

        Mapped(Path path) throws IOException {
            this.path = path;
            try (FileChannel channel = FileChannel.open(path)) {
                bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            }
        }

        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public long size() {
            return bytes.byteSize();
        }

        @Override
        public MemorySegment slice(long offset, long length) {
            return bytes.asSlice(offset, length);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
