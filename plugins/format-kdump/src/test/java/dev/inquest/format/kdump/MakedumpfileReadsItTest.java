package dev.inquest.format.kdump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import dev.inquest.container.flattened.FlattenedContainer;
import dev.inquest.testkit.MemorySink;
import dev.inquest.testkit.TestSource;
import dev.inquest.testkit.WholeDump;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written of the sample, read by makedumpfile, on x86_64 machines that have it; releases that cannot do a compression skip it. */
class MakedumpfileReadsItTest {
    private static final Path SAMPLE =
            Path.of(System.getProperty("inquest.root", "../..")).resolve("samples/x86_64-6.1-sysrq.vmcore");

    @TempDir
    Path folder;

    @BeforeEach
    void needsMakedumpfile() {
        assumeTrue(
                System.getProperty("os.arch").equals("amd64"),
                "makedumpfile reads dumps of its own architecture alone");
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "makedumpfile")));
        assumeTrue(installed, "makedumpfile is not installed");
        assumeTrue(Files.exists(SAMPLE), "the sample is not here");
    }

    /** makedumpfile unpacks each page to write it without compression. */
    @ParameterizedTest
    @EnumSource(PageCompression.class)
    void eachCompression(PageCompression compression) throws Exception {
        try (DumpImage source = sample()) {
            write(WholeDump.of(source, compression), folder.resolve("ours"));
            Path theirs = folder.resolve("theirs");
            String said = makedumpfile(null, "-d", "0", "ours", "theirs");
            assumeTrue(!said.contains("compression unsupported"), said);
            try (DumpImage image = new KdumpFormat().open(List.of(TestSource.of(theirs)), Progress.NONE)) {
                assertEquals(source.endPfn(), image.endPfn());
                for (long pfn = 0; pfn < source.endPfn(); pfn++) {
                    if (source.run(pfn).missing() == null) {
                        assertArrayEquals(Samples.bytes(source, pfn), Samples.bytes(image, pfn), "page frame " + pfn);
                    } else {
                        assertEquals(
                                Samples.missing(source, pfn).kind(),
                                Samples.missing(image, pfn).kind());
                    }
                }
            }
        }
    }

    @Test
    void partsAreReassembled() throws Exception {
        try (DumpImage source = sample()) {
            DumpContents whole = WholeDump.of(source, PageCompression.LZO);
            long third = source.endPfn() / 3;
            write(whole, folder.resolve("whole"));
            write(WholeDump.part(whole, 0, third), folder.resolve("one"));
            write(WholeDump.part(whole, third, 2 * third), folder.resolve("two"));
            write(WholeDump.part(whole, 2 * third, source.endPfn()), folder.resolve("three"));
            makedumpfile(null, "--reassemble", "two", "three", "one", "theirs");
            assertEquals(-1, Files.mismatch(folder.resolve("whole"), folder.resolve("theirs")));
        }
    }

    @Test
    void theFlattenedFormIsRearranged() throws Exception {
        try (DumpImage source = sample()) {
            DumpContents whole = WholeDump.of(source, PageCompression.SNAPPY);
            write(whole, folder.resolve("whole"));
            Path flattened = folder.resolve("flattened");
            try (OutputStream out = Files.newOutputStream(flattened);
                    DumpSink sink = new FlattenedContainer().wrap(out).orElseThrow()) {
                new KdumpDumpWriter().write(whole, sink, Progress.NONE);
                sink.finish();
            }
            makedumpfile(flattened, "-R", "theirs");
            assertEquals(-1, Files.mismatch(folder.resolve("whole"), folder.resolve("theirs")));
        }
    }

    private static DumpImage sample() throws Exception {
        return new KdumpFormat().open(List.of(TestSource.of(SAMPLE)), Progress.NONE);
    }

    private static void write(DumpContents contents, Path file) throws IOException {
        MemorySink sink = new MemorySink();
        new KdumpDumpWriter().write(contents, sink, Progress.NONE);
        Files.write(file, sink.bytes());
    }

    /** Returns what makedumpfile said; it must succeed unless it lacks a compression. */
    private String makedumpfile(@Nullable Path input, String... arguments) throws Exception {
        List<String> command =
                Stream.concat(Stream.of("makedumpfile"), Stream.of(arguments)).toList();
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Process process = (input == null ? builder : builder.redirectInput(input.toFile())).start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertEquals(true, ended, said);
        if (!said.contains("compression unsupported")) {
            assertEquals(0, process.exitValue(), said);
        }
        return said;
    }
}
