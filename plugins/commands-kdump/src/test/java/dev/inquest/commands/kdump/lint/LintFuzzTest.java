package dev.inquest.commands.kdump.lint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target for a fuzzer. An ordinary run feeds the seeds alone, the broken configurations and the whole ones; with {@code JAZZER_FUZZ=1} in the
 * environment, {@code -Djazzer.hooks=true} and the method chosen ({@code -Dtest=LintFuzzTest#file}) the fuzzer goes on from there.
 */
class LintFuzzTest {
    private static final List<String> NAMES =
            List.of("kdump.conf", "kdump-tools", "sysconfig.kdump", "grub", "kdump", "x");

    private static String resource(String name) throws IOException {
        try (InputStream in = LintFuzzTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The first byte chooses name and release. */
    static Stream<byte[]> seeds() throws IOException {
        Stream<String> broken = resource("broken.txt")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\\|"))
                .map(parts -> (char) (Math.max(0, NAMES.indexOf(parts[0])) + 6 * Integer.parseInt(parts[1]))
                        + parts[2].replace("\\n", "\n"));
        return Stream.concat(broken, Stream.of((char) 42 + resource("rhel7.conf"), (char) 36 + resource("rhel6.conf")))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void file(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int choice = bytes[0] & 0x7f;
        byte[] content = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
        @Nullable
        List<Finding> found = new Linter(choice / NAMES.size() % 12).check(NAMES.get(choice % NAMES.size()), content);
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        Destination.ofKdumpConf(lines);
        Destination.ofDebian(lines);
        Destination.ofSuse(lines);
        if (found == null) {
            return;
        }
        long count = new String(content, StandardCharsets.UTF_8).split("\n", -1).length;
        for (Finding finding : found) {
            assertTrue(finding.line() >= 0 && finding.line() <= count, finding.toString());
            assertFalse(finding.message().isBlank());
        }
    }
}
