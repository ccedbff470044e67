package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static CommandLine parse(String... args) throws UsageException {
        return CommandLine.parse(args);
    }

    @Test
    void pluginsAreTakenOutAndTheRestKeepsItsOrder() throws Exception {
        CommandLine line = parse("--plugin", "a.jar", "-c", "bt -a", "--plugin=some folder", "vmcore", "vmlinux");
        assertEquals(List.of(Path.of("a.jar"), Path.of("some folder")), line.plugins());
        assertEquals(List.of("-c", "bt -a", "vmcore", "vmlinux"), line.rest());
    }

    @Test
    void debugIsForBoth() throws Exception {
        CommandLine line = parse("vmcore", "--debug");
        assertTrue(line.debug());
        assertEquals(List.of("vmcore", "--debug"), line.rest());
    }

    @Test
    void aCommandIsNoOption() throws Exception {
        assertEquals(
                List.of("-c", "--plugin", "vmcore"),
                parse("-c", "--plugin", "vmcore").rest());
    }

    @Test
    void nothingIsLookedAtAfterTwoDashes() throws Exception {
        CommandLine line = parse("-c", "sys", "--", "--plugin", "--debug");
        assertEquals(List.of(), line.plugins());
        assertEquals(List.of("-c", "sys", "--", "--plugin", "--debug"), line.rest());
    }

    @Test
    void aPluginNeedsItsPath() {
        assertThrows(UsageException.class, () -> parse("vmcore", "--plugin"));
    }
}
