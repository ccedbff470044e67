package dev.inquest.finder;

import dev.inquest.api.image.Machine;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.ElfFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Files and questions for the finders' tests. */
final class Fakes {
    static final String ID = "0123456789abcdef0123456789abcdef01234567";
    static final String OTHER_ID = "ffff456789abcdef0123456789abcdef01234567";
    static final String RELEASE = "6.1.0-test";

    private Fakes() {}

    /** What a file shall have. */
    static final class Elf {
        private final ElfFileWriter writer = new ElfFileWriter(2, Machine.EM_X86_64, ByteOrder.LITTLE_ENDIAN);

        Elf buildId(String id) {
            byte[] bytes = HexFormat.of().parseHex(id);
            ByteBuffer note = ByteBuffer.allocate(16 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            note.putInt(4)
                    .putInt(bytes.length)
                    .putInt(3)
                    .put(new byte[] {'G', 'N', 'U', 0})
                    .put(bytes);
            writer.section(".notes", 7, 2, 0, note.array());
            return this;
        }

        Elf debugInfo() {
            writer.section(".debug_info", 1, 0, 0, new byte[] {1, 2, 3});
            return this;
        }

        Elf symbols() {
            writer.symbol("linux_banner", 0x1000, 8, 1, 1, 1);
            return this;
        }

        Elf link(String name, byte[] target) {
            CRC32 crc = new CRC32();
            crc.update(target);
            byte[] text = name.getBytes(StandardCharsets.US_ASCII);
            ByteBuffer link =
                    ByteBuffer.allocate((text.length + 1 + 3 & ~3) + 4).order(ByteOrder.LITTLE_ENDIAN);
            link.put(text).position(link.limit() - 4).putInt((int) crc.getValue());
            writer.section(".gnu_debuglink", 1, 0, 0, link.array());
            return this;
        }

        byte[] bytes() {
            return writer.build();
        }
    }

    static Elf elf() {
        return new Elf();
    }

    /** Returns a whole debug file of a build. */
    static byte[] debug(String id) {
        return elf().buildId(id).debugInfo().symbols().bytes();
    }

    static Path write(Path root, String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.write(file, content);
    }

    static DebugFinder.Query kernel(@Nullable String id) {
        return query(DebugFinder.Kind.KERNEL, id, "");
    }

    static DebugFinder.Query module(@Nullable String id, String name) {
        return query(DebugFinder.Kind.MODULE, id, name);
    }

    static DebugFinder.Query query(DebugFinder.Kind kind, @Nullable String id, String name) {
        return new DebugFinder.Query(
                kind, new Machine(Machine.EM_X86_64, ByteOrder.LITTLE_ENDIAN), id, RELEASE, name, null);
    }

    /** What the user said. */
    static final class Said implements DebugFinder.Context {
        private final List<Path> folders;
        final Map<String, String> settings;
        final List<Path> refused = new ArrayList<>();
        final List<String> reports = new ArrayList<>();
        volatile boolean cancelled;

        Said(List<Path> folders, Map<String, String> settings) {
            this.folders = folders;
            this.settings = settings;
        }

        @Override
        public List<Path> folders() {
            return folders;
        }

        @Override
        public Map<String, String> settings() {
            return settings;
        }

        @Override
        public boolean refused(Path file) {
            return refused.contains(file);
        }

        @Override
        public Progress progress() {
            return new Progress() {
                @Override
                public void report(String activity, long done, long total) {
                    reports.add(activity);
                }

                @Override
                public boolean cancelled() {
                    return cancelled;
                }
            };
        }

        @Override
        public void remark(String sentence) {}
    }
}
