package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.file.ElfDebugFileFormat;
import dev.inquest.testkit.ElfFileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The binaries of src/test/resources/dwarf, placed. */
final class Samples {
    static final long TEXT = 0xffffffff81000000L;
    static final long INIT = 0xffffffff82000000L;
    static final long BIAS = 0x11c00000L;
    static final long MODULE_TEXT = 0xffffffffc0100000L;
    static final List<String> KERNELS = List.of(
            "sample-5.elf",
            "sample-5-zlib.elf",
            "sample-5-gnu.elf",
            "sample-5-zstd.elf",
            "sample-4-types.elf",
            "sample-5-types.elf",
            "sample-5-dwz.elf",
            "sample-5-sup.elf");
    static final List<String> MODULES = List.of("sample-5.ko", "sample-4.ko");

    private Samples() {}

    static byte[] bytes(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/dwarf/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LoadMap map(String name) {
        return name.endsWith(".ko") ? new LoadMap(0, Map.of(".text", MODULE_TEXT), "sample") : LoadMap.kernel(BIAS);
    }

    static LayoutSource dwarf(String name, byte[] bytes) throws OpenException {
        DebugFile file = new ElfDebugFileFormat().open(ElfFileWriter.source(name, bytes), Progress.NONE);
        String shared = file.missingSupplement().map(DebugFile.Supplement::path).orElse("");
        // The name of a damaged sample may be damaged, too.
        if (!shared.isEmpty() && Samples.class.getResource("/dwarf/" + shared) != null) {
            file.supplement(ElfFileWriter.source(shared, bytes(shared)));
        }
        for (LayoutSource source : file.load(map(name))) {
            if (source.describe().startsWith("DWARF")) {
                return source;
            }
        }
        throw new OpenException("no DWARF");
    }

    static LayoutSource dwarf(String name) {
        try {
            return dwarf(name, bytes(name));
        } catch (OpenException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the text of a sample lies at run time. */
    static long text(String name) {
        return name.endsWith(".ko") ? MODULE_TEXT : TEXT + BIAS;
    }
}
