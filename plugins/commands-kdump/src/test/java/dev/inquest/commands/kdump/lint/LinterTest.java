package dev.inquest.commands.kdump.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.commands.kdump.lint.Finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LinterTest {
    private static String resource(String name) throws IOException {
        try (InputStream in = LinterTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Finding> lint(String name, int release, String text) {
        List<Finding> found = new Linter(release).check(name, text.getBytes(StandardCharsets.UTF_8));
        assertNotNull(found, name);
        return found;
    }

    private static List<Finding> bad(List<Finding> findings) {
        List<Finding> bad = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.severity() == Severity.ERROR || finding.severity() == Severity.WARNING) {
                bad.add(finding);
            }
        }
        return bad;
    }

    @TestFactory
    Stream<DynamicTest> eachBrokenFileGetsItsLineAndReason() throws IOException {
        return resource("broken.txt")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    String[] parts = line.split("\\|");
                    assertEquals(7, parts.length, line);
                    List<Finding> bad =
                            bad(lint(parts[0], Integer.parseInt(parts[1]), parts[2].replace("\\n", "\n") + "\n"));
                    assertTrue(
                            bad.stream()
                                    .anyMatch(finding -> finding.line() == Integer.parseInt(parts[3])
                                            && finding.severity().word().equals(parts[4])
                                            && finding.message().contains(parts[5])
                                            && finding.instead().contains(parts[6])),
                            bad.toString());
                }));
    }

    @Test
    void theStockFileOfRhel7IsInOrder() throws IOException {
        List<Finding> findings = lint("/etc/kdump.conf", 7, resource("rhel7.conf"));
        assertEquals(List.of(), bad(findings));
        assertTrue(findings.stream()
                .anyMatch(finding -> finding.severity() == Severity.MEANING
                        && finding.message().contains("level 31 leaves out")));
    }

    @Test
    void aFileOfRhel6IsToldByItsDirectives() throws IOException {
        List<Finding> findings = lint("kdump.conf", 0, resource("rhel6.conf"));
        assertTrue(findings.getFirst().message().contains("RHEL 6"), findings.toString());
        assertEquals(List.of(), bad(findings));
        // The same file on a later release: each of the old directives is refused, by line.
        List<Integer> lines = bad(lint("kdump.conf", 8, resource("rhel6.conf"))).stream()
                .map(Finding::line)
                .distinct()
                .toList();
        assertEquals(List.of(2, 5, 6, 7), lines);
    }

    @Test
    void theStockFileOfDebianIsInOrder() {
        String text = """
                USE_KDUMP=1
                KDUMP_KERNEL=/var/lib/kdump/vmlinuz
                KDUMP_INITRD=/var/lib/kdump/initrd.img
                KDUMP_COREDIR="/var/crash"
                """;
        assertEquals(List.of(), bad(lint("/etc/default/kdump-tools", 0, text)));
        assertEquals(
                List.of(),
                bad(lint(
                        "grub.d/kdump-tools.cfg",
                        0,
                        "GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT crashkernel=384M-:128M\"\n")));
    }

    @Test
    void carriageReturnsAreSaid() {
        assertTrue(bad(lint("kdump.conf", 9, "path /var/crash\r\n"))
                .getFirst()
                .message()
                .contains("carriage returns"));
    }

    @Test
    void otherFilesAreNotJudged() {
        assertNull(new Linter(0).check("passwd", "root:x:0:0:root:/root:/bin/sh\n".getBytes(StandardCharsets.UTF_8)));
        assertNull(new Linter(0).check("kdump.conf", new byte[] {'p', 0, 1, 2}));
    }

    /** Whatever is in a file, each line is judged or not, and nothing is thrown. */
    @Test
    void nothingBreaksTheLinter() throws IOException {
        Random random = new Random(7);
        String[] names = {"kdump.conf", "kdump-tools", "sysconfig.kdump", "grub", "kdump"};
        String seed = resource("rhel7.conf")
                + resource("rhel6.conf")
                + resource("broken.txt").replace("\\n", "\n").replace('|', '\n');
        byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3000; i++) {
            int from = random.nextInt(bytes.length);
            byte[] part = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(400)));
            for (int j = random.nextInt(8); j > 0 && part.length > 0; j--) {
                part[random.nextInt(part.length)] = (byte) random.nextInt(256);
            }
            List<Finding> found = new Linter(random.nextInt(12)).check(names[i % names.length], part);
            if (found != null) {
                long lines = new String(part, StandardCharsets.UTF_8).split("\n", -1).length;
                assertTrue(found.stream().allMatch(finding -> finding.line() >= 0 && finding.line() <= lines));
            }
        }
    }
}
