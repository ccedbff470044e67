package dev.inquest.debuginfo.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.BtfWriter;
import dev.inquest.testkit.ElfFileWriter;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BtfFileTest {
    private final BtfFileFormat format = new BtfFileFormat();

    private static byte[] btf(boolean big, String tag) {
        BtfWriter b = new BtfWriter(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int integer = b.integer("int", 4, 1);
        b.struct(4, tag, false, 8, "pid", integer, 32);
        return b.build();
    }

    private static ByteSource source(byte[] bytes) {
        return ElfFileWriter.source("/tmp/btf-vmlinux", bytes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void opensTheTypesOfAKernelOfAnyMachine(boolean big) throws OpenException {
        ByteSource source = source(btf(big, "task_struct"));
        assertTrue(format.matches(source));
        try (DebugFile file = format.open(source, Progress.NONE)) {
            assertEquals(0, file.machine().elfMachine());
            assertTrue(file.supplementary());
            assertTrue(file.buildId().isEmpty());
            List<LayoutSource> sources = file.load(LoadMap.kernel(0));
            assertEquals("BTF in btf-vmlinux", sources.getFirst().describe());
            TypeSource types = Objects.requireNonNull(sources.getFirst().types());
            assertNotNull(types.find(TypeSource.Kind.STRUCT, "task_struct"));
        }
    }

    @Test
    void leavesOtherFilesAlone() {
        assertFalse(format.matches(source(new byte[] {(byte) 0x9f, (byte) 0xeb, 1})));
        assertFalse(format.matches(
                source("KDUMP   and more, and then some more".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
    }

    @Test
    void saysWhatIsWrong() {
        String other = message(btf(false, "not_a_task"));
        assertTrue(other.startsWith("/tmp/btf-vmlinux is BTF, but not a kernel's"), other);
        byte[] whole = btf(false, "task_struct");
        String cut = message(Arrays.copyOf(whole, whole.length - 1));
        assertTrue(cut.startsWith("/tmp/btf-vmlinux is cut short"), cut);
    }

    private String message(byte[] bytes) {
        OpenException e = assertThrows(OpenException.class, () -> format.open(source(bytes), Progress.NONE));
        return String.valueOf(e.getMessage());
    }
}
