package dev.inquest.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static Options parse(String... arguments) throws UsageException {
        return Options.parse(List.of(arguments), word -> word.equals("plugin"));
    }

    private static String refused(String... arguments) {
        return String.valueOf(
                assertThrows(UsageException.class, () -> parse(arguments)).getMessage());
    }

    @Test
    void filesAndOptionsInAnyOrder() throws UsageException {
        Options options = parse("vmcore", "-c", "bt", "--format=json", "vmlinux", "-csys", "-s", "-i", "f", "--force");
        assertEquals(Options.Task.RUN, options.task());
        assertEquals(List.of(Path.of("vmcore"), Path.of("vmlinux")), options.files());
        assertEquals(
                List.of(
                        new Options.Source.Text("bt"),
                        new Options.Source.Text("sys"),
                        new Options.Source.Script(Path.of("f"))),
                options.sources());
        assertEquals("json", options.format());
        assertTrue(options.silent());
        assertTrue(options.force());
        assertTrue(options.scroll());
    }

    @Test
    void shortOptionsCluster() throws UsageException {
        Options options = parse("-sc", "ps", "-sofile");
        assertEquals(List.of(new Options.Source.Text("ps")), options.sources());
        assertEquals(Path.of("file"), options.output());
    }

    @Test
    void commandsWithoutDumpTakeTheRest() throws UsageException {
        Options options = parse("-s", "plugin", "install", "-x", "f", "--format", "json");
        assertEquals(Options.Task.COMMAND, options.task());
        assertEquals(List.of("plugin", "install", "-x", "f"), options.command());
        assertEquals("json", options.format());
        assertEquals(
                List.of(Path.of("vmcore"), Path.of("plugin")),
                parse("vmcore", "plugin").files());
        assertEquals(List.of(Path.of("plugin")), parse("--", "plugin").files());
    }

    @Test
    void tasks() throws UsageException {
        assertEquals(Options.Task.OSRELEASE, parse("--osrelease", "vmcore").task());
        assertEquals(Options.Task.BUILD_ID, parse("vmcore", "--build-id").task());
        assertEquals(Options.Task.HELP, parse("-h").task());
        assertEquals(Options.Task.VERSION, parse("--version").task());
    }

    @Test
    void settings() throws UsageException {
        assertEquals(
                Map.of("phys_base", "0x1000"),
                parse("--set", "phys_base=0x1000").settings());
        assertEquals(Options.Color.NEVER, parse("--color=never").color());
        assertFalse(parse("--no-scroll").scroll());
    }

    @Test
    void wrongUseIsNamed() {
        assertEquals("unknown option --frobnicate", refused("--frobnicate"));
        assertEquals("unknown option -sx", refused("-sx"));
        assertEquals("-c needs an argument", refused("vmcore", "-c"));
        assertEquals("--format needs an argument", refused("--format"));
        assertEquals("--force takes no argument", refused("--force=yes"));
        assertEquals("--color takes auto, always or never, not pink", refused("--color", "pink"));
        assertEquals("--set takes NAME=VALUE, not phys_base", refused("--set", "phys_base"));
        assertEquals("not the name of a file: ''", refused(""));
    }
}
